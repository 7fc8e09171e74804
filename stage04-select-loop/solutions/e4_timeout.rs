//! Exercise s4e4: timeout.

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, join, sleep, spawn};
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
        let late = !limited.done();
        y.yield_from(cancel(&limited)).await?;
        Ok(late)
    });
    let clock = y.yield_from(spawn(clock)).await?;
    let mut stopped = None;
    while let Err(error) = y.yield_from(ended(&task)).await {
        stopped = Some(error); // this `timeout` was cancelled
        if !clock.done() {
            y.yield_from(cancel(&clock)).await?;
            y.yield_from(cancel(&task)).await?; // the first cancel that it gets
        }
    }
    y.yield_from(cancel(&clock)).await?;
    if let Some(error) = stopped {
        return Err(error);
    }
    match y.yield_from(join(&task)).await {
        Err(_) if matches!(clock.result(), Some(Ok(true))) => Err(TimedOut.into()),
        result => result,
    }
}
// ANCHOR_END: timeout

#[path = "../exercises/tests/e4_timeout.rs"]
mod tests;
