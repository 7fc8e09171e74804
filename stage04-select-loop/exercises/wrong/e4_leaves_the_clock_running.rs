//! Rejected with: the task ended at 3; this is when the loop had nothing left to do

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, sleep, spawn};
use std::time::Duration;

async fn timeout<T: Clone + 'static>(
    y: Yielder<Request>,
    limit: Duration,
    routine: Routine<Request, T>,
) -> Result<T> {
    let task = y.yield_from(spawn(routine)).await?;
    let late = task.clone();
    let clock = co(async move |y| {
        y.yield_from(sleep(limit)).await?;
        y.yield_from(cancel(&late)).await?;
        Ok(())
    });
    let clock = y.yield_from(spawn(clock)).await?;
    let waited = y.yield_from(ended(&task)).await;
    let late = clock.done();
    y.yield_from(cancel(&task)).await?;
    waited?;
    match task.result().expect("it has ended") {
        Err(_) if late => Err(TimedOut.into()),
        result => result,
    }
}

#[path = "../tests/e4_timeout.rs"]
mod tests;
