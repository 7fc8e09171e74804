//! Rejected with: still waiting for the end of a merge

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// The sources, `None` where one has ended, and whose turn it is.
struct Merge<C: Coroutine> {
    sources: Vec<Option<C>>,
    turn: usize,
    results: Vec<Option<C::Return>>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        let results = sources.iter().map(|_| None).collect();
        Merge { sources: sources.into_iter().map(Some).collect(), turn: 0, results }
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        if self.sources.is_empty() {
            return Complete(Vec::new());
        }
        loop {
            let turn = self.turn;
            self.turn = (turn + 1) % self.sources.len();
            if let Some(source) = &mut self.sources[turn] {
                match source.resume(()) {
                    Yielded(value) => return Yielded(value),
                    Complete(result) => {
                        self.sources[turn] = None;
                        self.results[turn] = Some(result);
                        if turn == self.sources.len() - 1 && self.results.iter().all(Option::is_some) {
                            return Complete(self.results.drain(..).flatten().collect());
                        }
                    }
                }
            }
        }
    }
}

#[path = "../tests/e5_merge.rs"]
mod tests;
