//! Exercise s5e1: weighted turns.
//!
//! A carousel is fair: one step each. Sometimes one task should have more: three steps for the one that serves people, one for the one that
//! cleans up.
//!
//! Run the tests: `cargo test --test s5e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use std::collections::VecDeque;

/// Runs tasks until all have ended; gives what came of them, in the order in which they stand.
///
/// - In each round, a task takes as many steps in a row as its weight says, at least one, and then it is the next one's turn.
/// - A task that has ended is not resumed again, and takes no more turns.
/// - One that fails harms no other.
fn run_weighted<T>(tasks: Vec<(u32, Routine<(), T>)>) -> Vec<Result<T>> {
    todo!()
}

#[path = "tests/e1_weights.rs"]
mod tests;
