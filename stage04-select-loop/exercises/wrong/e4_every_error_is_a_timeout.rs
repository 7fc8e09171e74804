//! Rejected with: it raised in time

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, sleep, spawn};
use std::time::Duration;

async fn timeout<T: Clone + 'static>(y: Yielder<Request>, limit: Duration, routine: Routine<Request, T>) -> Result<T> {
    let task = y.yield_from(spawn(routine)).await?;
    let late = task.clone();
    let clock = co(async move |y| {
        y.yield_from(sleep(limit)).await?;
        y.yield_from(cancel(&late)).await?;
        Ok(())
    });
    let clock = y.yield_from(spawn(clock)).await?;
    y.yield_from(ended(&task)).await?;
    let result = task.result().expect("it has ended");
    match result {
        Err(_) => Err(TimedOut.into()),
        result => {
            y.yield_from(cancel(&clock)).await?;
            result
        }
    }
}

#[path = "../tests/e4_timeout.rs"]
mod tests;
