//! Exercise s5e1: a carousel with weights.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use std::collections::VecDeque;

// ANCHOR: run_weighted
fn run_weighted<T>(tasks: Vec<(u32, Routine<(), T>)>) -> Vec<Result<T>> {
    let mut results: Vec<_> = tasks.iter().map(|_| None).collect();
    let mut queue: VecDeque<_> = tasks.into_iter().enumerate().collect();
    while let Some((place, (weight, mut task))) = queue.pop_front() {
        let end = (0..weight.max(1)).find_map(|_| match task.resume(Ok(())) {
            Yielded(()) => None,
            Complete(result) => Some(result),
        });
        match end {
            Some(result) => results[place] = Some(result),
            None => queue.push_back((place, (weight, task))),
        }
    }
    results.into_iter().flatten().collect()
}
// ANCHOR_END: run_weighted

#[path = "../exercises/tests/e1_weights.rs"]
mod tests;
