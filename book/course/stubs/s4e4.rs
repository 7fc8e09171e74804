//! Exercise s4e4: timeout.
//!
//! The naive time limit of the page. Add the guards. (Do not look at `src/combine.rs` before you are done.)
//!
//! Run the tests: `cargo test --test s4e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, join, sleep, spawn};
use std::time::Duration;

/// Runs `routine` as a task, for `limit` at most.
///
/// - The task ends in time: returns what it returned, or raises what it raised. It is in time, too, if in its first step it asks to
///   sleep for exactly `limit`, and then returns; or if it never waits, even with a limit of zero. (What it *raises* in the very turn in
///   which the limit passes may come out, or be `TimedOut`.)
/// - The task has not ended when the limit has passed: cancels it once, and waits until it has ended; it may have to clean up. Then
///   raises `TimedOut`, whatever the task raised, also if that was an error of the cleanup. But if the task caught the cancel and
///   returned a value all the same, returns that value.
/// - `timeout` itself is cancelled while it waits, so its wait raises: cancels the task, and raises what the wait raised, whatever has
///   become of the task. (It may wait for the end of the task before it does.) A task that was cancelled before, by the limit or by an
///   earlier cancel of `timeout`, may be cleaning up: it is not cancelled again.
/// - Leaves nothing running. When it returns or raises, the loop has neither the task to wait for nor a clock. (A clock that was
///   cancelled may take its last step in the next turn. And a task may still be cleaning up if `timeout` was cancelled and did not wait for it.)
/// - Does not look again and again whether the task has ended. The loop says so.
///
/// `ended(&task)` waits until a task has ended, and raises only if the waiting task is cancelled. `task.result()` then says how the
/// task ended, and `task.done()` whether it has. A task that raises `Cancelled` or `TimedOut` by itself has raised, as with any other
/// error.
async fn timeout<T: Clone + 'static>(
    y: Yielder<Request>,
    limit: Duration,
    routine: Routine<Request, T>,
) -> Result<T> {
    let task = y.yield_from(spawn(routine)).await?;
    let limited = task.clone();
    let clock = co(async move |y| {
        y.yield_from(sleep(limit)).await?;
        y.yield_from(cancel(&limited)).await
    });
    y.yield_from(spawn(clock)).await?;
    y.yield_from(join(&task)).await
}

#[path = "tests/e4_timeout.rs"]
mod tests;
