//! Exercise s4e4: timeout.
//!
//! Two tasks against each other: one works, one watches the clock.
//!
//! Run the tests: `cargo test --test s4e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, sleep, spawn};
use std::time::Duration;

/// Runs it, and cancels it if it has not ended after `limit`.
///
/// - In time: gives what it returned, or raises what it raised.
/// - Too late: it is cancelled, `timeout` waits until it has ended, and raises `TimedOut`, whatever the task raised meanwhile.
/// - If `timeout` itself is cancelled while it waits (then the wait raises), it cancels the task and the clock, and raises that.
/// - If it catches the cancel and returns a value all the same, that value counts.
/// - Afterwards nothing is left running: a clock that nobody needs any more would keep the loop alive.
async fn timeout<T: Clone + 'static>(
    y: Yielder<Request>,
    limit: Duration,
    routine: Routine<Request, T>,
) -> Result<T> {
    todo!()
}

#[path = "tests/e4_timeout.rs"]
mod tests;
