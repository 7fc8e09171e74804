//! Depth first over choices: a program is run again and again, each time with other choices, until none is left.

use std::fmt;

use crate::chooser::{Chooser, Run};
use crate::order::{Order, run};

/// More orders than these are a program that is too large to explore.
const MOST: usize = 200_000;

/// All orders of a program, depth first: an iterator that runs the program once for each.
#[derive(Debug)]
pub struct Orders<P> {
    program: P,
    /// The script of the next order, or nothing if there is none.
    next: Option<Vec<usize>>,
    number: usize,
}

/// Returns all orders of a program. Order number `n` alone: `orders(program).nth(n - 1)`.
pub fn orders<P: Fn(&Chooser) -> Result<(), String>>(program: P) -> Orders<P> {
    Orders {
        program,
        next: Some(vec![]),
        number: 0,
    }
}

impl<P: Fn(&Chooser) -> Result<(), String>> Iterator for Orders<P> {
    type Item = Order;

    fn next(&mut self) -> Option<Order> {
        let script = self.next.take()?;
        self.number += 1;
        assert!(
            self.number <= MOST,
            "more than {MOST} orders: the program is too large"
        );
        let order = run(self.number, Run::of(script), &self.program);
        // The next order: the last choice that has another option takes that one.
        let mut choices = &order.choices[..];
        while let [before @ .., last] = choices {
            if last.taken + 1 < last.options.len() {
                let script = before.iter().map(|choice| choice.taken);
                self.next = Some(script.chain([last.taken + 1]).collect());
                break;
            }
            choices = before;
        }
        Some(order)
    }
}

/// What came out of all orders.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The number of orders.
    pub orders: usize,
    /// The number of orders that ended with an error.
    pub lost: usize,
    /// The number of orders in which a thread had to wait for a lock that another thread held.
    pub contended: usize,
    /// The shortest order that ended with an error. Among equally short ones: that in which the threads take turns the least.
    pub shortest: Option<Order>,
}

/// Runs a program in all orders.
pub fn explore(program: impl Fn(&Chooser) -> Result<(), String>) -> Report {
    let mut report = Report::default();
    for order in orders(program) {
        report.orders += 1;
        report.contended += usize::from(order.waits > 0);
        if order.end.is_err() {
            report.lost += 1;
            let length = |order: &Order| (order.steps.len(), order.changes());
            let shortest = report.shortest.as_ref();
            if shortest.is_none_or(|shortest| length(&order) < length(shortest)) {
                report.shortest = Some(order);
            }
        }
    }
    report
}

/// The counts, and the shortest order that failed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} orders, {} lost", self.orders, self.lost)?;
        match &self.shortest {
            Some(order) => write!(f, "the shortest of them: {order}"),
            None => Ok(()),
        }
    }
}
