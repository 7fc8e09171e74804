//! Exercise s4e3: gather, and one of them fails.

use stage01::{Exception, Result, Routine, Yielder, co};
use stage04::{Handle, Request, cancel, ended, spawn};
use std::{cell::RefCell, rc::Rc};

async fn gather<T: Clone + 'static>(
    y: Yielder<Request>,
    routines: Vec<Routine<Request, T>>,
) -> Result<Vec<T>> {
    let mut tasks: Vec<Handle<T>> = Vec::new();
    for routine in routines {
        tasks.push(y.yield_from(spawn(routine)).await?);
    }
    let failure: Rc<RefCell<Option<Exception>>> = Rc::default();
    let mut watchers = Vec::new();
    for task in &tasks {
        let (task, all, failure) = (task.clone(), tasks.clone(), failure.clone());
        let watch = co(async move |y| {
            y.yield_from(ended(&task)).await?;
            if let Some(Err(error)) = task.result() {
                let first = failure.borrow().is_none();
                if first {
                    failure.replace(Some(error)); // another error is dropped after the borrow
                }
                for other in &all {
                    y.yield_from(cancel(other)).await?;
                }
            }
            Ok(())
        });
        watchers.push(y.yield_from(spawn(watch)).await?);
    }
    for watcher in &watchers {
        y.yield_from(ended(watcher)).await?;
    }
    match failure.take() {
        Some(error) => Err(error),
        None => tasks.iter().filter_map(Handle::result).collect(),
    }
}

#[path = "../exercises/tests/e3_gather.rs"]
mod tests;
