//! Waits made of other waits: several tasks, or a task and a clock.

use crate::{Asks, Cancelled, Handle, TimedOut, cancel, ended, join, sleep, spawn};
use stage01::co;
use std::time::Duration;

/// Runs all of them at once, each as a task. When every one has ended, returns their results in the order of the list.
///
/// If it is cancelled, it cancels them, waits until they have ended, and raises that. Each further cancel is passed on to them, too.
///
/// # Errors
///
/// The error of the first in the list that failed. All have ended by then.
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
        let mut stopped = None;
        for task in &tasks {
            while let Err(error) = y.yield_from(ended(task)).await {
                stopped = Some(error); // this `gather` was cancelled
                for task in &tasks {
                    y.yield_from(cancel(task)).await?;
                }
            }
        }
        if let Some(error) = stopped {
            return Err(error);
        }
        let results: Vec<_> = tasks.iter().filter_map(Handle::result).collect();
        results.into_iter().collect()
    })
}
// ANCHOR_END: gather

/// Runs it as a task, and cancels that if it has not ended when `limit` has passed.
///
/// In every case it waits until the task has ended, which may have to clean up. If `timeout` itself is cancelled, it cancels the task, and
/// raises that. Each cancel is passed on, even to a task that is cleaning up.
///
/// # Errors
///
/// [`TimedOut`] if the task was cancelled because of the limit, and did not catch that; or what the task raised.
///
/// Source: `asyncio.wait_for`.
// ANCHOR: timeout
pub fn timeout<T: Clone + 'static>(
    limit: Duration,
    routine: impl Asks<T> + 'static,
) -> impl Asks<T> {
    co(async move |y| {
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
            y.yield_from(cancel(&clock)).await?;
            y.yield_from(cancel(&task)).await?;
        }
        y.yield_from(cancel(&clock)).await?;
        if let Some(error) = stopped {
            return Err(error);
        }
        let late = matches!(clock.result(), Some(Ok(true)));
        match y.yield_from(join(&task)).await {
            Err(error) if late && error.is::<Cancelled>() => Err(TimedOut.into()),
            result => result,
        }
    })
}
// ANCHOR_END: timeout
