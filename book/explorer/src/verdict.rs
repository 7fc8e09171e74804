//! What came out of a search.

use std::fmt;

use crate::number;
use crate::order::Order;

/// What came out of a search: what was tried, and the order that fails.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The number of orders that were tried one after the other, without the random ones.
    pub orders: usize,
    /// True if these are all orders that there are.
    pub complete: bool,
    /// The number of orders that were so long that only their first 200 steps had choices.
    pub long: usize,
    /// If they are not all: all with at most as many deviations from first come, first served, were tried.
    pub deviations: usize,
    /// The number of random orders that were tried besides.
    pub random: usize,
    /// The order that fails, if there is one.
    pub failure: Option<Failure>,
}

/// An order that fails: with the fewest deviations, and the shortest of these.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What happened.
    pub order: Order,
    /// The number of orders that were tried until the first one failed.
    pub found: usize,
}

impl Verdict {
    /// Keeps the order if it fails and is simpler than the one before.
    pub(crate) fn consider(&mut self, order: Order) {
        self.long += usize::from(order.straight);
        if order.end.is_ok() {
            return;
        }
        let length = |order: &Order| (order.steps.len(), order.changes());
        match &mut self.failure {
            Some(failure) if length(&order) >= length(&failure.order) => {}
            Some(failure) => failure.order = order,
            None => {
                let found = order.number;
                self.failure = Some(Failure { order, found });
            }
        }
    }
}

impl Failure {
    /// The number of the order, for [`replay`](crate::Check::replay): a digit for each choice.
    pub fn number(&self) -> String {
        number::write(&self.order)
    }

    /// What went wrong, in a sentence.
    pub fn why(&self) -> &str {
        self.order.end.as_ref().err().map_or("", String::as_str)
    }
}

/// What was tried, in words.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict {
            orders,
            deviations,
            random,
            long,
            ..
        } = self;
        if let Some(failure) = &self.failure {
            let (found, tried) = (failure.found, orders + random);
            return write!(
                f,
                "number {found} of the {tried} orders that were tried was the first to fail"
            );
        }
        if self.complete {
            return write!(f, "all {orders} orders");
        }
        let deviations = match deviations {
            1 => "1 deviation".into(),
            n => format!("{n} deviations"),
        };
        write!(
            f,
            "{orders} orders, among them all with at most {deviations} from first come, first served"
        )?;
        if *random > 0 {
            write!(f, ", and {random} random ones")?;
        }
        match long {
            0 => Ok(()),
            _ => write!(
                f,
                "; {long} were so long that only their first 200 steps had choices"
            ),
        }
    }
}

/// The story: what happened, in numbered sentences, and how it ended.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (step, number) in self.order.steps.iter().zip(1..) {
            writeln!(f, "  {number:>2}. {}", step.say)?;
        }
        match &self.order.end {
            Ok(()) => writeln!(f, "   => nothing goes wrong"),
            Err(why) => writeln!(f, "   => {why}"),
        }
    }
}
