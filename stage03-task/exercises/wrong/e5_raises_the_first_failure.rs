//! Rejected with: what the last attempt raised

use stage01::{Result, Routine, Yielder};
use stage03::{Cancelled, Wait};

async fn retry<T>(
    y: Yielder<Wait>,
    attempts: u32,
    mut attempt: impl FnMut(u32) -> Routine<Wait, T>,
) -> Result<T> {
    let mut first = None;
    for number in 1..=attempts {
        match y.yield_from(attempt(number)).await {
            Ok(value) => return Ok(value),
            Err(e) if e.is::<Cancelled>() => return Err(e),
            Err(e) => first = first.or(Some(e)),
        }
    }
    Err(first.expect("one attempt at least"))
}

#[path = "../tests/e5_retry.rs"]
mod tests;
