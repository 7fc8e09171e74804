//! Exercise s1e4: delegation that loses nothing.
//!
//! `yield from first`, then `yield from second`, by hand: write what the macro `yield_from!` writes. Whatever is sent
//! or thrown belongs to the child whose turn it is, and that child decides what comes of it. Do without the macro: it is what
//! you are writing.
//!
//! Run the tests: `cargo test --test s1e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, Result,
};

type Sent = Result<Option<i32>>;

/// Runs `first`, then `second`, and returns both results.
///
/// - What is sent or thrown goes to the child whose turn it is. It may catch what is thrown, and go on.
/// - A child that raises ends the whole; `second` never runs if `first` raised.
/// - `second` starts in the same turn in which `first` ends, and with nothing sent to it: `Ok(None)`.
/// - A thrown `GeneratorExit` means that the caller wants the whole to end. If the child answers it by returning a value,
///   the value is dropped and the `GeneratorExit` is raised again: the whole must not go on, and must not return.
struct Both<A, B> {
    first: A,
    second: B,
    /// The result of `first`, once it has ended.
    first_result: Option<i32>,
}

impl<A, B> Coroutine<Sent> for Both<A, B>
where
    A: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    B: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
{
    type Yield = i32;
    type Return = Result<(i32, i32)>;

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        todo!()
    }
}

#[path = "tests/e4_delegation.rs"]
mod tests;
