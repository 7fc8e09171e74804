//! Version 1: a task that works, and a task that watches the clock.

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, cancel, join, sleep, spawn};
use std::time::Duration;

// ANCHOR: timeout
pub(crate) async fn timeout<T: Clone + 'static>(
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
// ANCHOR_END: timeout
