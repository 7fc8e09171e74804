//! Exercise s5e4: timeout, by dropping.
//!
//! In stage 4 a timeout was two tasks and a cancel. Here it is one task around another: it passes each step on, and looks at the clock. To cancel is
//! to *drop*. tokio's `timeout` works like this. The version below never looks at the clock.
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

/// The task did not end in time.
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
    /// `None` after the end, or when its time is over.
    task: Option<Routine<(), T>>,
    limit: Duration,
    /// `None` before the first step.
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

    /// One step: resumes the task with `sent`, then looks at the clock, `Loop::current()?.now()`.
    ///
    /// - The time counts from the first step, not from the call of `timeout`.
    /// - A step in which the task ends, returns what the task returned or raised, whatever the clock says.
    /// - In the first step after which the clock has reached the limit, the task is dropped, and `TimedOut` is raised. The task is not resumed
    ///   for that.
    /// - `Duration::MAX` is forever.
    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        let task = self.task.as_mut().expect("resumed after the end");
        task.resume(sent)
    }
}

#[path = "tests/e4_timeout.rs"]
mod tests;
