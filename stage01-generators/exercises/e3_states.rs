//! Exercise s1e3: the four states of a generator.
//!
//! Write what `stage01::Generator` is: the rules around a body that knows nothing of them. (Do not look at
//! `src/generator.rs` before you are done.) You need three of the four
//! states: `Created`, `Suspended`, `Closed`. The borrow checker guards `Running` for you.
//!
//! Run the tests: `cargo test --test s1e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, GeneratorExit, GeneratorState, ProtocolError, Result, StopIteration,
};

/// A coroutine under Python's rules. The body is dropped when the generator closes.
struct MyGenerator<C> {
    body: Option<C>,
    state: GeneratorState,
}

impl<C, V> MyGenerator<C>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<V>>,
{
    fn new(body: C) -> Self {
        MyGenerator {
            body: Some(body),
            state: GeneratorState::Created,
        }
    }

    /// Resumes the body with a value.
    ///
    /// - `Created`: only `None` may be sent; `Some` is `ProtocolError::JustStarted`, and the body does not run.
    /// - `Closed`: raises `StopIteration`.
    /// - A body that yields is `Suspended`; one that returns or raises is `Closed`.
    /// - A body that raises `StopIteration` itself: raise `ProtocolError::RaisedStopIteration` in its place.
    fn send(&mut self, value: Option<i32>) -> CoroutineState<i32, Result<V>> {
        todo!()
    }

    /// Resumes the body with an exception.
    ///
    /// - `Created`: the generator closes and raises the exception, as if the body had raised it; but the body never runs.
    /// - `Closed`: raises the exception.
    fn throw(&mut self, error: Exception) -> CoroutineState<i32, Result<V>> {
        todo!()
    }

    /// Throws `GeneratorExit` and reads the answer.
    ///
    /// - The body raises it again, or returns: that is how a generator closes. `Ok`.
    /// - It yields: `ProtocolError::IgnoredExit`.
    /// - It raises something else: that comes out.
    /// - `Closed` already: `Ok`.
    fn close(&mut self) -> Result {
        todo!()
    }
}

#[path = "tests/e3_states.rs"]
mod tests;
