//! The bounds: ratios and exponents, never times. No page keeps a sentence that the code has lost.

use crate::{design::Design, growth::On, run::Prices, series::Series, tables::FROM};
use stage01::println;
use std::ops::RangeInclusive;

/// Prints what is out of its bounds. True if nothing is.
pub(crate) fn check(prices: &Prices) -> bool {
    let mut checks = counts(prices);
    checks.extend(exponents("beside idle connections", &prices.idle));
    checks.extend(exponents("beside waiting tasks", &prices.tasks));
    checks.extend(exponents("beside waiting timers", &prices.timers));
    let mut fine = true;
    for (what, value, bounds) in checks {
        if !bounds.contains(&value) {
            println!("OUT OF BOUNDS: {what} is {value:.2}, and the book says {bounds:?}");
            fine = false;
        }
    }
    fine
}

type Check = (String, f64, RangeInclusive<f64>);

fn counts(prices: &Prices) -> Vec<Check> {
    let of = |design| prices.counts.iter().find(|(of, ..)| *of == design);
    let calls = |design| of(design)?.1.calls;
    let allocations = |design| of(design)?.1.allocations;
    let instructions = |design| of(design)?.1.instructions;
    let memory = |design| of(design)?.2;
    let ratio = |a: Option<f64>, b: Option<f64>| Some(a? / b?);
    let step = |on| {
        prices
            .steps
            .iter()
            .find(|(of, _)| *of == on)
            .map(|(_, step)| *step)
    };
    use Design::{Callbacks, Full, Small, Task, Threads, Tokio};
    let checks = [
        ("system calls of a thread", calls(Threads), 1.95..=2.05),
        ("system calls of callbacks", calls(Callbacks), 6.9..=7.1),
        ("system calls of small", calls(Small), 3.9..=4.1),
        ("system calls of full", calls(Full), 2.9..=3.1),
        (
            "system calls of full, in tokio's",
            ratio(calls(Full), calls(Tokio)),
            0.9..=1.1,
        ),
        (
            "system calls of a task, in those of callbacks",
            ratio(calls(Task), calls(Callbacks)),
            2.0..=5.0,
        ),
        ("allocations of full", allocations(Full), 0.0..=0.1),
        ("allocations of a task", allocations(Task), 15.0..=40.0),
        (
            "instructions of full, in tokio's",
            ratio(instructions(Full), instructions(Tokio)),
            0.5..=1.5,
        ),
        (
            "memory of a thread, in that of full",
            ratio(memory(Threads), memory(Full)),
            3.0..=30.0,
        ),
        (
            "a step of small, in one of full",
            ratio(step(On::Small), step(On::Full)),
            1.5..=10.0,
        ),
    ];
    let known = checks
        .into_iter()
        .filter_map(|(what, value, bounds)| Some((what.to_owned(), value?, bounds)));
    known.collect()
}

/// The round robin grows with the number, and no other does.
fn exponents(beside: &str, series: &[Series]) -> Vec<Check> {
    let checks = series.iter().filter_map(|one| {
        let bounds = match one.name == Design::RoundRobin.name() {
            true => 0.6..=1.4,
            false => -1.0..=0.5,
        };
        Some((
            format!("the exponent of {} {beside}", one.name),
            one.exponent(FROM)?,
            bounds,
        ))
    });
    checks.collect()
}
