//! Exercise s1e5: a fair merge of many.
//!
//! One coroutine that resumes many, each in its turn: the first thing in this course that deserves the name of a
//! scheduler. Stage 5 is built of it.
//!
//! Run the tests: `cargo test --test s1e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// Gives each of its sources a turn, round and round, and returns all their results.
///
/// - Each `resume` hands out one value: that of the next source that has one.
/// - A source that ends leaves the round. Its neighbour neither loses a turn by it nor gains one.
/// - The results stand in the order of the sources, not in the order in which they ended.
/// - A source that has ended is not resumed again.
///
/// Choose the fields yourself.
struct Merge<C: Coroutine> {
    sources: Vec<C>,
}

impl<C: Coroutine> Merge<C> {
    fn new(sources: Vec<C>) -> Self {
        todo!()
    }
}

impl<C: Coroutine> Coroutine for Merge<C> {
    type Yield = C::Yield;
    type Return = Vec<C::Return>;

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, Vec<C::Return>> {
        todo!()
    }
}

#[path = "tests/e5_merge.rs"]
mod tests;
