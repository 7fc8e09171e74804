//! Rejected with: resumed after the end

use stage01::{
    Coroutine,
    CoroutineState::Complete,
    Result, Routine,
};
use std::collections::VecDeque;

fn run_weighted<T>(tasks: Vec<(u32, Routine<(), T>)>) -> Vec<Result<T>> {
    let mut results: Vec<_> = tasks.iter().map(|_| None).collect();
    let mut queue: VecDeque<_> = tasks.into_iter().enumerate().collect();
    while let Some((place, (weight, mut task))) = queue.pop_front() {
        let mut end = None;
        for _ in 0..weight.max(1) {
            if let Complete(result) = task.resume(Ok(())) {
                end = Some(result);
            }
        }
        match end {
            Some(result) => results[place] = Some(result),
            None => queue.push_back((place, (weight, task))),
        }
    }
    results.into_iter().flatten().collect()
}

#[path = "../tests/e1_weights.rs"]
mod tests;
