//! Exercise s1e3: the four states of a generator.
//!
//! Write what `stage01::Generator` is: Python's rules around a body that knows nothing of them. (Do not look at
//! `src/generator.rs` before you are done.) This is the naive version of the page. You need three of the four states:
//! `Created`, `Suspended`, `Closed`. The borrow checker guards `Running` for you. The tests call `new`, `send`, `throw`
//! and `close`, and read `state`. All else is yours to change.
//!
//! Run the tests: `cargo test --test s1e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, GeneratorExit, GeneratorState, ProtocolError, Result, StopIteration,
};

/// A coroutine under Python's rules.
///
/// In each method: a body that yields is `Suspended`. One that returns or raises is `Closed`: it is never resumed again,
/// and it is dropped at once. A body that raises `StopIteration`: raise `ProtocolError::RaisedStopIteration` in its
/// place, whether it was sent a value, thrown an exception, or told to close. The same goes for a `StopIteration` that is
/// thrown in before the start, although no line of the body runs then.
struct MyGenerator<C> {
    body: C,
    state: GeneratorState,
}

impl<C, V> MyGenerator<C>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<V>>,
{
    fn new(body: C) -> Self {
        MyGenerator {
            body,
            state: GeneratorState::Created,
        }
    }

    /// Resumes the body with a value.
    ///
    /// - `Created`: only `None` may be sent. `Some` is `ProtocolError::JustStarted`: the body does not run, and the
    ///   generator stays `Created`.
    /// - `Closed`: raises `StopIteration`, whatever is sent.
    fn send(&mut self, value: Option<i32>) -> CoroutineState<i32, Result<V>> {
        self.turn(Ok(value))
    }

    /// Resumes the body with an exception.
    ///
    /// - `Created`: closes, and raises the exception. The body never runs, and it is dropped.
    /// - `Closed`: raises the exception, and if it is `StopIteration`, then as it is: no body raised it.
    fn throw(&mut self, error: Exception) -> CoroutineState<i32, Result<V>> {
        self.turn(Err(error))
    }

    /// Throws `GeneratorExit` and reads the answer.
    ///
    /// - The body raises it again, or returns: that is how a generator closes. `Ok`.
    /// - It yields: `ProtocolError::IgnoredExit`. It is `Suspended`, and may be resumed.
    /// - It raises something else: that comes out.
    /// - `Created`: closes. The body never runs, and it is dropped. `Ok`.
    /// - `Closed` already: `Ok`.
    fn close(&mut self) -> Result {
        let _ = self.throw(GeneratorExit.into());
        Ok(())
    }

    fn turn(&mut self, arg: Result<Option<i32>>) -> CoroutineState<i32, Result<V>> {
        let answer = self.body.resume(arg);
        self.state = match answer {
            Yielded(_) => GeneratorState::Suspended,
            Complete(_) => GeneratorState::Closed,
        };
        answer
    }
}

#[path = "tests/e3_states.rs"]
mod tests;
