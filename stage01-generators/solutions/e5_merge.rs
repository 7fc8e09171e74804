//! Exercise s1e5: a fair merge of many.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::collections::VecDeque;

// ANCHOR: Merge
/// Gives each of its sources a turn, round and round, and returns all their results in order.
struct Merge<C: Coroutine> {
    /// The sources that go on, each with its place; the next to be resumed in front.
    queue: VecDeque<(usize, C)>,
    results: Vec<Option<C::Return>>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        let results = sources.iter().map(|_| None).collect();
        Merge {
            queue: sources.into_iter().enumerate().collect(),
            results,
        }
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        while let Some((place, mut source)) = self.queue.pop_front() {
            match source.resume(()) {
                Complete(result) => self.results[place] = Some(result),
                Yielded(value) => {
                    self.queue.push_back((place, source));
                    return Yielded(value);
                }
            }
        }
        Complete(self.results.drain(..).flatten().collect())
    }
}
// ANCHOR_END: Merge

#[path = "../exercises/tests/e5_merge.rs"]
mod tests;
