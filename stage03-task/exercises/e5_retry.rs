//! Exercise s3e5: try again.
//!
//! With callbacks, "try three times" needs a function that passes itself on. In a coroutine it is a loop.
//!
//! Run the tests: `cargo test --test s3e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage01::{Result, Routine, Yielder};
use stage03::{Cancelled, Wait};

/// Runs `attempt(1)`, and if that raises `attempt(2)`, and so on, `attempts` of them at most; one at least.
///
/// - Returns what the first attempt returned that did not raise.
/// - If all raise: raises what the *last* one raised.
/// - A cancel is not a failure but an order. It goes through at once, and there is no further attempt.
async fn retry<T>(
    y: Yielder<Wait>,
    attempts: u32,
    mut attempt: impl FnMut(u32) -> Routine<Wait, T>,
) -> Result<T> {
    todo!()
}

#[path = "tests/e5_retry.rs"]
mod tests;
