//! One source after another.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

// ANCHOR: Merge
pub struct Merge<C: Coroutine> {
    sources: Vec<C>,
    results: Vec<C::Return>,
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        while let Some(source) = self.sources.first_mut() {
            match source.resume(()) {
                Yielded(value) => return Yielded(value),
                Complete(result) => {
                    self.results.push(result);
                    self.sources.remove(0);
                }
            }
        }
        Complete(std::mem::take(&mut self.results))
    }
}
// ANCHOR_END: Merge

impl<C: Coroutine> Merge<C> {
    pub fn new(sources: Vec<C>) -> Self {
        let results = Vec::new();
        Merge { sources, results }
    }
}
