//! Rejected with: a ended last, and is still the first source

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::collections::VecDeque;

/// Gives each of its sources a turn, round and round, and returns all their results in order.
struct Merge<C: Coroutine> {
    /// The sources that go on, each with its place; the next to be resumed in front.
    queue: VecDeque<(usize, C)>,
    results: Vec<C::Return>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        Merge { queue: sources.into_iter().enumerate().collect(), results: Vec::new() }
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        while let Some((place, mut source)) = self.queue.pop_front() {
            match source.resume(()) {
                Complete(result) => self.results.push(result),
                Yielded(value) => {
                    self.queue.push_back((place, source));
                    return Yielded(value);
                }
            }
        }
        Complete(std::mem::take(&mut self.results))
    }
}

#[path = "../tests/e5_merge.rs"]
mod tests;
