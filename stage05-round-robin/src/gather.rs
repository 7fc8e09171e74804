//! Several tasks at once, from within a task.

use crate::{Handle, Loop, Task, until};
use stage01::co;

/// Adds all of them to the loop, waits until every one has ended, and gives their results in the order in which they stand.
///
/// [`stage04::gather`] promises the same and asks the loop for each end. This one looks. The document's counts with a
/// [`Waiter`](crate::Waiter), gives nothing back, and would wait for ever for a task that fails.
///
/// If it is dropped, the tasks go on: this loop cannot cancel.
///
/// # Errors
///
/// The error of the first that failed, in that order; the others have ended too by then, and if more of them failed, that is reported on
/// standard error. [`NoLoop`](crate::NoLoop) outside of a loop.
// ANCHOR: gather
pub fn gather<T, C>(tasks: Vec<C>) -> impl Task<Vec<T>>
where
    T: 'static,
    C: Task<T> + 'static,
{
    co(async move |y| {
        let add = |task| Ok(Loop::current()?.add_task(task));
        let handles: Vec<Handle<T>> = tasks.into_iter().map(add).collect::<stage01::Result<_>>()?;
        for handle in &handles {
            y.yield_from(until(|| handle.done().then_some(()))).await?;
        }
        handles.into_iter().filter_map(Handle::take).collect()
    })
}
// ANCHOR_END: gather
