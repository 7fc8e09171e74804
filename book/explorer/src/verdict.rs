//! What came out of a search.

use std::fmt;

use crate::number as code;
use crate::order::Order;

/// The steps that are told of the beginning of a story, and of its end.
const BEGINNING: usize = 40;
const END: usize = 10;

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
        code::write(&self.order)
    }

    /// What went wrong, in a sentence.
    pub fn why(&self) -> &str {
        self.order.end.as_ref().err().map_or("", String::as_str)
    }
}

/// What was tried, in words.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let orders = number(self.orders);
        if let Some(failure) = &self.failure {
            let (found, tried) = (number(failure.found), number(self.orders + self.random));
            return write!(
                f,
                "order {found} was the first to fail, of {tried} that were tried"
            );
        }
        if self.complete {
            return write!(f, "all {orders} orders");
        }
        let deviations = match self.deviations {
            1 => "1 deviation".into(),
            n => format!("{n} deviations"),
        };
        write!(
            f,
            "{orders} orders, among them all with at most {deviations} from first come, first served"
        )?;
        if self.random > 0 {
            write!(f, ", and {} random ones", number(self.random))?;
        }
        if self.long > 0 {
            let long = number(self.long);
            write!(
                f,
                "; {long} were so long that only their first 200 steps had choices"
            )?;
        }
        Ok(())
    }
}

/// Writes a number with a comma after each thousand.
fn number(n: usize) -> String {
    match n {
        0..1_000 => n.to_string(),
        _ => format!("{},{:03}", number(n / 1_000), n % 1_000),
    }
}

/// The story: what happened, in numbered sentences, and how it ended.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = &self.order.steps;
        // The middle of a long story is left out.
        let end = steps.len().saturating_sub(END);
        for (at, step) in steps.iter().enumerate() {
            if at < BEGINNING || at >= end {
                writeln!(f, "  {:>2}. {}", at + 1, step.say)?;
            } else if at == BEGINNING {
                writeln!(f, "      ({} more)", end - at)?;
            }
        }
        match &self.order.end {
            Ok(()) => writeln!(f, "   => nothing goes wrong"),
            Err(why) => writeln!(f, "   => {why}"),
        }
    }
}
