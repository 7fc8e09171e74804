//! A merge with an index.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

// ANCHOR: Merge
pub struct Merge<C: Coroutine> {
    sources: Vec<C>,
    /// The place of the next source.
    next: usize,
    results: Vec<C::Return>,
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
// ANCHOR_END: Merge

impl<C: Coroutine> Merge<C> {
    pub fn new(sources: Vec<C>) -> Self {
        Merge {
            sources,
            next: 0,
            results: Vec::new(),
        }
    }
}
