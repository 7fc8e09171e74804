//! Exercise s3e2: two at once.
//!
//! A task can wait for other tasks. So one coroutine can start two, let both run, and collect what they return. The
//! function below does not let both run, and leaves tasks behind.
//!
//! Run the tests: `cargo test --test s3e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder};
use stage02::EventLoop;
use stage03::{Task, Wait};

/// Runs both coroutines at the same time, each as a task of its own, and returns both results.
///
/// - `y.yield_from(task.join()).await` waits for a task, and returns or raises what the task did.
/// - Both children begin before either has ended. Either may end first; the results are in the order of the arguments.
/// - If `first` raises: cancels `second`, and raises what `first` raised, also if `second` has raised something before
///   or raises something then. (Whether it waits for the end of `second` is up to you.)
/// - If `second` raises: raises that once `first` has returned. Until then `first` goes on. (The waits are in order: a
///   coroutine waits for one thing at a time.)
/// - If this coroutine is cancelled while it waits, at whichever of its waits (the wait raises `Cancelled`): cancels
///   both children, and raises `Cancelled`.
/// - While it waits, the loop has nothing to do.
// ANCHOR: both
async fn both<A: Clone + 'static, B: Clone + 'static>(
    y: Yielder<Wait>,
    event_loop: EventLoop,
    first: Routine<Wait, A>,
    second: Routine<Wait, B>,
) -> Result<(A, B)> {
    let first = Task::spawn(&event_loop, first);
    let a = y.yield_from(first.join()).await?;
    let second = Task::spawn(&event_loop, second);
    let b = y.yield_from(second.join()).await?;
    Ok((a, b))
}
// ANCHOR_END: both

#[path = "tests/e2_both.rs"]
mod tests;
