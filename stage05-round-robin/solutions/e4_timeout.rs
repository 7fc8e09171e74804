//! Exercise s5e4: timeout, by dropping.

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

    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        raising(|| {
            let event_loop = Loop::current()?;
            let first = || event_loop.now().saturating_add(self.limit);
            let deadline = *self.deadline.get_or_insert_with(first);
            let task = self.task.as_mut().expect("resumed after the end");
            if let Complete(result) = task.resume(sent) {
                self.task = None;
                return Ok(Complete(result));
            }
            if event_loop.now() >= deadline {
                self.task = None;
                return Err(TimedOut.into());
            }
            Ok(Yielded(()))
        })
    }
}

#[path = "../exercises/tests/e4_timeout.rs"]
mod tests;
