//! Exercise s5e2: a race.
//!
//! `gather` waits for all. A race waits for the first: of two servers that have the same page, say. Nothing like it is in the crate, and nothing in the
//! crate has to change for it.
//!
//! Run the tests: `cargo test --test s5e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder};
use stage05::{Handle, Loop, until};

/// Runs all of them at once, at least one, and ends as soon as the first one has: gives its place in the list, and what it returned.
///
/// - If the first to end raises, so does the race.
/// - If several end in the same round, the one that stands first in the list wins.
/// - The others go on: this loop cannot cancel.
///
/// `Loop::current()?.add_task(task)` gives a handle: `done()`, and `result()`, an `Option`. `y.yield_from(until(|| …)).await` waits until the
/// closure gives `Some`.
async fn race<T: Clone + 'static>(
    y: Yielder<()>,
    tasks: Vec<Routine<(), T>>,
) -> Result<(usize, T)> {
    todo!()
}

#[path = "tests/e2_race.rs"]
mod tests;
