//! Exercise s3e5: try again.
//!
//! With callbacks, "try three times" needs a function that passes itself on. In a coroutine it is a loop. The loop below
//! cannot be stopped.
//!
//! Run the tests: `cargo test --test s3e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage01::{Result, Routine, Yielder};
use stage03::{Cancelled, Wait};

/// Runs `attempt(1)`, and if that raises `attempt(2)`, and so on: at most `attempts` of them, and at least one.
///
/// - An attempt is made when the one before has raised, and not earlier. `attempt(n)` is called once for each.
/// - Returns what the first attempt returned that did not raise, and makes no more.
/// - If all raise: raises what the *last* one raised.
/// - `Cancelled` is not a failure. If an attempt ends with it, `retry` raises `Cancelled` at once, and makes no more.
// ANCHOR: retry
async fn retry<T>(
    y: Yielder<Wait>,
    attempts: u32,
    mut attempt: impl FnMut(u32) -> Routine<Wait, T>,
) -> Result<T> {
    for number in 1..attempts {
        if let Ok(value) = y.yield_from(attempt(number)).await {
            return Ok(value);
        }
    }
    y.yield_from(attempt(attempts)).await
}
// ANCHOR_END: retry

#[path = "tests/e5_retry.rs"]
mod tests;
