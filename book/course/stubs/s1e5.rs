//! Exercise s1e5: a fair merge of many.
//!
//! One coroutine that resumes many, each in its turn: the first thing in this course that deserves the name of a
//! scheduler. Stage 5 is built of it. This is version 1 of the page. The tests call `new` and `resume`. All else is
//! yours to change.
//!
//! Run the tests: `cargo test --test s1e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// Gives each of its sources a turn, round and round, and returns all their results.
///
/// - Each `resume` hands out one value: that of the next source that has one. It resumes no source that comes after
///   that one, and `new` resumes none.
/// - A source that ends leaves the round, and the next one has its turn in the same `resume`. No source loses a turn by
///   it or gains one. A source that has ended is not resumed again.
/// - When all sources have ended, the merge returns their results, in the order of the sources.
/// - However many sources end in one `resume`, the stack does not grow with them.
struct Merge<C: Coroutine> {
    sources: Vec<C>,
    /// The place of the next source.
    next: usize,
    results: Vec<C::Return>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        Merge {
            sources,
            next: 0,
            results: Vec::new(),
        }
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        while !self.sources.is_empty() {
            let place = self.next % self.sources.len();
            self.next = place + 1;
            match self.sources[place].resume(()) {
                Yielded(value) => return Yielded(value),
                Complete(result) => {
                    self.results.push(result);
                    self.sources.remove(place);
                }
            }
        }
        Complete(std::mem::take(&mut self.results))
    }
}

#[path = "tests/e5_merge.rs"]
mod tests;
