//! Exercise s3e2: two at once.
//!
//! A task can wait for other tasks. So one coroutine can start two, let both run, and collect what they return.
//!
//! Run the tests: `cargo test --test s3e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder};
use stage02::EventLoop;
use stage03::{Task, Wait};

/// Runs both coroutines at the same time, each as a task of its own, and returns both results.
///
/// - `y.yield_from(task.join()).await` waits for a task, and gives what it returned or raised.
/// - The results stand in the order of the arguments, whoever ends first.
/// - If `first` raises, nobody will ever ask for the result of `second`: cancels it, and raises what `first` raised.
/// - If `second` raises, raises that, once `first` has ended.
/// - If it is cancelled itself while it waits (then the wait raises `Cancelled`), so are both children.
async fn both<A: Clone + 'static, B: Clone + 'static>(
    y: Yielder<Wait>,
    event_loop: EventLoop,
    first: Routine<Wait, A>,
    second: Routine<Wait, B>,
) -> Result<(A, B)> {
    todo!()
}

#[path = "tests/e2_both.rs"]
mod tests;
