//! Exercise s5e1: a carousel with weights.
//!
//! The carousel of the page gives each task one step. Sometimes a task should have more: three in a row for the one that serves users, one for the
//! one that cleans up. The version below ignores the weights, and loses the results.
//!
//! Run the tests: `cargo test --test s5e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use std::collections::VecDeque;

/// Runs tasks, each with its weight, until all have ended.
///
/// - In each turn, the tasks that have not ended take their steps in the order of the list. A task takes as many steps in a row as its weight
///   says. A weight of 0 counts as 1.
/// - A task that ends in the middle of its steps gives the rest of them away. A task that has ended is not resumed again.
/// - Returns one result for each task, in the order of the list.
/// - A task that fails ends no other task. Its error is its result. (Panics are not asked for.)
/// - The number of turns is not limited, nor is the number of tasks: a million of them need no more stack than one.
fn run_weighted<T>(tasks: Vec<(u32, Routine<(), T>)>) -> Vec<Result<T>> {
    let mut queue = VecDeque::from(tasks);
    while let Some((weight, mut task)) = queue.pop_front() {
        match task.resume(Ok(())) {
            Yielded(()) => queue.push_back((weight, task)),
            Complete(_) => {}
        }
    }
    Vec::new()
}

#[path = "tests/e1_weights.rs"]
mod tests;
