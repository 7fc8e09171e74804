//! Exercise s1e4: delegation that loses nothing.
//!
//! `yield from first`, then `yield from second`, by hand. This is version 1 of the page. Do without the macro
//! `yield_from!`: it is what you are writing. The tests call `Both::new` and `resume`. All else is yours to change.
//!
//! Run the tests: `cargo test --test s1e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, ProtocolError, Result,
};

type Sent = Result<Option<i32>>;

/// Runs `first`, then `second`, and returns both results.
///
/// - What is sent or thrown goes to the child whose turn it is. What a child makes of an exception is for the child to
///   decide. It may yield on; it may return, which is a result like any other; it may raise.
/// - A child that raises ends the whole with that exception. `second` never runs if `first` raised.
/// - `second` starts in the same resume in which `first` ends, and with nothing sent to it: `Ok(None)`. A child that has
///   ended is not resumed again.
///
/// A thrown `GeneratorExit` means that the caller wants the whole to end. It goes to the child, too. Then:
///
/// - The child returns: its value is dropped, and the `GeneratorExit` is raised again. The whole must not go on, and it
///   must not return.
/// - The child raises the exit or another exception: that comes out, as always.
/// - The child yields: it has not ended, and so the whole has not ended. Hand the value out and go on with that child, or
///   raise `ProtocolError::IgnoredExit`. Both are right.
struct Both<A, B> {
    first: A,
    second: B,
    /// The result of `first`, once it has ended.
    first_result: Option<i32>,
}

impl<A, B> Both<A, B> {
    fn new(first: A, second: B) -> Self {
        Both {
            first,
            second,
            first_result: None,
        }
    }
}

impl<A, B> Coroutine<Sent> for Both<A, B>
where
    A: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    B: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
{
    type Yield = i32;
    type Return = Result<(i32, i32)>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        if self.first_result.is_none() {
            match self.first.resume(sent.clone()) {
                Yielded(value) => return Yielded(value),
                Complete(Err(e)) => return Complete(Err(e)),
                Complete(Ok(result)) => self.first_result = Some(result),
            }
        }
        match self.second.resume(sent) {
            Yielded(value) => Yielded(value),
            Complete(result) => {
                let first = self.first_result.unwrap_or_default();
                Complete(result.map(|second| (first, second)))
            }
        }
    }
}

#[path = "tests/e4_delegation.rs"]
mod tests;
