//! Waits made of other waits: several tasks, or a task and a clock.

use crate::{Asks, Cancelled, Handle, TimedOut, cancel, ended, join, sleep, spawn};
use stage01::co;
use std::time::Duration;

/// Runs all of them at once, waits until every one has ended, and gives their results in the order in which they stand.
///
/// If it is cancelled, so are they.
///
/// # Errors
///
/// The error of the first that failed, in that order. The others have ended too by then.
///
/// Source: the document's `gather`; `asyncio.gather`, which does not wait for the rest once one has failed.
// ANCHOR: gather
pub fn gather<T, C>(routines: Vec<C>) -> impl Asks<Vec<T>>
where
    T: Clone + 'static,
    C: Asks<T> + 'static,
{
    co(async move |y| {
        let mut tasks = Vec::new();
        for routine in routines {
            tasks.push(y.yield_from(spawn(routine)).await?);
        }
        for task in &tasks {
            if let Err(cancelled) = y.yield_from(ended(task)).await {
                for task in &tasks {
                    y.yield_from(cancel(task)).await?;
                }
                return Err(cancelled);
            }
        }
        let results: Vec<_> = tasks.iter().filter_map(Handle::result).collect();
        results.into_iter().collect()
    })
}
// ANCHOR_END: gather

/// Runs it, and cancels it if it has not ended after `limit`.
///
/// If it is cancelled itself, so is what it runs.
///
/// # Errors
///
/// [`TimedOut`]; or what it raised.
// ANCHOR: timeout
pub fn timeout<T: Clone + 'static>(
    limit: Duration,
    routine: impl Asks<T> + 'static,
) -> impl Asks<T> {
    co(async move |y| {
        let task = y.yield_from(spawn(routine)).await?;
        let limited = task.clone();
        let clock = y.yield_from(spawn(co(async move |y| {
            y.yield_from(sleep(limit)).await?;
            y.yield_from(cancel(&limited)).await
        })));
        let clock = clock.await?;
        let waited = y.yield_from(ended(&task)).await;
        let late = clock.done();
        y.yield_from(cancel(&clock)).await?;
        y.yield_from(cancel(&task)).await?;
        waited?; // cancelled itself: that is no lateness of the task
        match y.yield_from(join(&task)).await {
            Err(error) if late && error.is::<Cancelled>() => Err(TimedOut.into()),
            result => result,
        }
    })
}
// ANCHOR_END: timeout
