//! Rejected with: a has ended: b and c still take turns

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// The sources that go on, each with its place, and whose turn it is.
struct Merge<C: Coroutine> {
    sources: Vec<(usize, C)>,
    turn: usize,
    results: Vec<Option<C::Return>>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        let results = sources.iter().map(|_| None).collect();
        Merge { sources: sources.into_iter().enumerate().collect(), turn: 0, results }
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        while !self.sources.is_empty() {
            let turn = self.turn % self.sources.len();
            self.turn = turn + 1;
            let (place, source) = &mut self.sources[turn];
            match source.resume(()) {
                Yielded(value) => return Yielded(value),
                Complete(result) => {
                    self.results[*place] = Some(result);
                    self.sources.remove(turn);
                }
            }
        }
        Complete(self.results.drain(..).flatten().collect())
    }
}

#[path = "../tests/e5_merge.rs"]
mod tests;
