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
            ..
        } = self;
        match (&self.failure, self.complete) {
            (Some(failure), _) => {
                write!(
                    f,
                    "order {} of the {} that were tried was the first to fail",
                    failure.found,
                    orders + random
                )
            }
            (None, true) => write!(f, "all {orders} orders"),
            (None, false) => write!(
                f,
                "all orders with at most {deviations} deviations from first come, first served ({orders} orders were tried), and {random} random ones"
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
