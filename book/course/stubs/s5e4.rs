//! Exercise s5e4: timeout, by dropping.
//!
//! In stage 4 a timeout was two tasks and a cancel. Here it is one machine around another: it passes turns on, and looks at the clock. To cancel is to
//! *drop*. This is how Rust's own `timeout` works.
//!
//! Run the tests: `cargo test --test s5e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, Routine, raising,
};
use stage05::Loop;
use std::{error::Error, fmt, time::Duration};

/// It did not end in time.
#[derive(Debug)]
struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it did not end in time")
    }
}
impl Error for TimedOut {}

/// Runs `task`, for `limit` at most.
struct Timeout<T> {
    /// `None` once it has ended or its time is over.
    task: Option<Routine<(), T>>,
    limit: Duration,
    /// Known from the first turn on.
    deadline: Option<Duration>,
}

fn timeout<T>(limit: Duration, task: Routine<(), T>) -> Timeout<T> {
    Timeout {
        task: Some(task),
        limit,
        deadline: None,
    }
}

impl<T> Coroutine<Result> for Timeout<T> {
    type Yield = ();
    type Return = Result<T>;

    /// One turn: passes it on to the task, whatever was sent; then looks at the clock, `Loop::current()?.now()`.
    ///
    /// - The time counts from the first turn, not from when the `Timeout` was made.
    /// - The task has its turn before the clock is looked at: one that ends in the very last turn has ended in time.
    /// - When `limit` has passed: the task is dropped, in this very turn, and `TimedOut` is raised.
    /// - `Duration::MAX` is for ever.
    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        todo!()
    }
}

#[path = "tests/e4_timeout.rs"]
mod tests;
