//! Exercise s4e3: gather, and one of them fails.

use stage01::{Exception, Result, Routine, Yielder, co};
use stage04::{Asks, Handle, Request, cancel, ended, join, spawn};
use std::{cell::RefCell, rc::Rc};

// ANCHOR: gather
pub(crate) async fn gather<T: Clone + 'static>(
    y: Yielder<Request>,
    routines: Vec<Routine<Request, T>>,
) -> Result<Vec<T>> {
    let mut tasks = Vec::new();
    for routine in routines {
        tasks.push(y.yield_from(spawn(routine)).await?);
    }
    let failure: Rc<RefCell<Option<Exception>>> = Rc::default();
    let mut watchers = Vec::new();
    for task in &tasks {
        let watcher = watch(task.clone(), tasks.clone(), failure.clone());
        watchers.push(y.yield_from(spawn(watcher)).await?);
    }
    for watcher in &watchers {
        while let Err(error) = y.yield_from(ended(watcher)).await {
            // This `gather` was cancelled. If nothing has failed before, all tasks are still at work.
            if failure.replace(Some(error)).is_none() {
                y.yield_from(cancel_all(tasks.clone())).await?;
            }
        }
    }
    match failure.take() {
        Some(error) => Err(error),
        None => tasks.iter().filter_map(Handle::result).collect(),
    }
}
// ANCHOR_END: gather

// ANCHOR: watch
/// Waits for the end of one task. If it is the first that fails, notes its error and cancels all.
fn watch<T: Clone + 'static>(
    task: Handle<T>,
    all: Vec<Handle<T>>,
    failure: Rc<RefCell<Option<Exception>>>,
) -> impl Asks {
    co(async move |y| {
        y.yield_from(ended(&task)).await?;
        if let Some(Err(error)) = task.result()
            && failure.borrow().is_none()
        {
            failure.replace(Some(error));
            y.yield_from(cancel_all(all)).await?;
        }
        Ok(())
    })
}
// ANCHOR_END: watch

fn cancel_all<T: 'static>(tasks: Vec<Handle<T>>) -> impl Asks {
    co(async move |y| {
        for task in &tasks {
            y.yield_from(cancel(task)).await?;
        }
        Ok(())
    })
}

#[path = "../exercises/tests/e3_gather.rs"]
mod tests;
