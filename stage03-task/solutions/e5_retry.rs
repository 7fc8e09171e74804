//! Exercise s3e5: try again.

use stage01::{Result, Routine, Yielder};
use stage03::{Cancelled, Wait};

// ANCHOR: retry
async fn retry<T>(
    y: Yielder<Wait>,
    attempts: u32,
    mut attempt: impl FnMut(u32) -> Routine<Wait, T>,
) -> Result<T> {
    let mut number = 1;
    loop {
        match y.yield_from(attempt(number)).await {
            Err(e) if !e.is::<Cancelled>() && number < attempts => number += 1,
            result => return result,
        }
    }
}
// ANCHOR_END: retry

#[path = "../exercises/tests/e5_retry.rs"]
mod tests;
