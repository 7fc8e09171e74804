//! Exercise s4e3: gather, and one of them fails.
//!
//! `stage04::gather` waits until all have ended, even if the first one failed at once. This one does not let the others go on in vain.
//!
//! Run the tests: `cargo test --test s4e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Exception, Result, Routine, Yielder, co};
use stage04::{Handle, Request, cancel, ended, spawn};
use std::{cell::RefCell, rc::Rc};

/// Runs all of them at once, and gives their results in the order in which they stand.
///
/// - As soon as one fails, all that have not ended are cancelled.
/// - It raises what the *first* one raised that failed: first in time, not in the list. (Those that were cancelled raise
///   `Cancelled`; that is not the reason.)
/// - It returns or raises when all of them have ended, and not before: one that was cancelled may still have to clean up.
///
/// `y.yield_from(ended(&task)).await` waits until a task has ended, well or badly; `task.result()` says how. `cancel(&task)` does
/// nothing if it has ended. A task that cancels *itself* is refused, with `Cancelled`.
async fn gather<T: Clone + 'static>(
    y: Yielder<Request>,
    routines: Vec<Routine<Request, T>>,
) -> Result<Vec<T>> {
    todo!()
}

#[path = "tests/e3_gather.rs"]
mod tests;
