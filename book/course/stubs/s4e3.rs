//! Exercise s4e3: gather, and one of them fails.
//!
//! The naive gather of the page. Add the guards. (`stage04::gather` promises less: it waits until all have ended, even if the first
//! has failed at once.)
//!
//! Run the tests: `cargo test --test s4e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Exception, Result, Routine, Yielder, co};
use stage04::{Asks, Handle, Request, cancel, ended, join, spawn};
use std::{cell::RefCell, rc::Rc};

/// Runs all of them at once, each as a task, and returns their results in the order of the list. An empty list gives an empty one.
///
/// - As soon as one raises, all tasks that have not ended are cancelled, in the same turn or the next. Each is cancelled once, however
///   many fail after that: a task that is cleaning up is left alone.
/// - Raises what the *first* one raised that failed: first in time, not in the list. A task that raises `Cancelled` by itself has
///   failed, too. What the others raise after they were cancelled is not the reason.
/// - If `gather` itself is cancelled while it waits, so that its wait raises: cancels all tasks that have not ended, and raises what
///   the wait raised, even if a task has failed before. It may be cancelled again, or after a failure: tasks that were cancelled
///   before are not cancelled again, and it still waits until they have ended.
/// - Returns or raises when all of the tasks have ended, and not before. It leaves nothing else running, either.
/// - Does not look again and again whether a task has ended. The loop says so.
/// - No task panics.
///
/// `y.yield_from(ended(&task)).await` waits until a task has ended, well or badly, and raises only if the waiting task is cancelled;
/// `task.result()` then says how the task ended. `cancel(&task)` does nothing if it has ended. A task that cancels *itself* is refused,
/// with `Cancelled`.
async fn gather<T: Clone + 'static>(
    y: Yielder<Request>,
    routines: Vec<Routine<Request, T>>,
) -> Result<Vec<T>> {
    let mut tasks = Vec::new();
    for routine in routines {
        tasks.push(y.yield_from(spawn(routine)).await?);
    }
    let mut results = Vec::new();
    for task in &tasks {
        results.push(y.yield_from(join(task)).await?);
    }
    Ok(results)
}

#[path = "tests/e3_gather.rs"]
mod tests;
