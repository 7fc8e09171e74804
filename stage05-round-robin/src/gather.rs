//! Several tasks at once, from within a task.

use crate::{Handle, Loop, Task, until};
use stage01::co;

/// Adds all tasks to the current loop, waits until each has ended, and returns their results in the order of the list.
///
/// [`stage04::gather`] asks its loop for each end. This one looks at the handles. The document's version counts ends with a latch, returns
/// nothing, and waits forever if a task fails.
///
/// If it is dropped, the tasks go on: this loop cannot cancel.
///
/// # Errors
///
/// The error of the first task in the list that failed, after all tasks have ended. Further errors are reported on standard error. [`NoLoop`](crate::NoLoop) outside of a loop.
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
