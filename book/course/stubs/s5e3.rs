//! Exercise s5e3: a fair lock.
//!
//! Between two pauses a task has all data for itself, and needs no lock. Across a pause it does: two tasks that each write half a line, pause, and
//! write the other half. The version below knows no order, and never frees the lock.
//!
//! Run the tests: `cargo test --test s5e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage05::{Task, until};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

/// Lets in one holder at a time, in the order in which the tasks asked. Clones are the same lock. Choose what is inside.
#[derive(Clone, Default)]
struct Lock {
    locked: Rc<Cell<bool>>,
}

/// Holds the lock until it is dropped. Choose what is inside.
struct Guard(Lock);

impl Lock {
    /// Waits until the lock is free, and takes it.
    ///
    /// - A task has asked when `lock` is *called*, before its first step. The task that asked first gets the lock first, in whichever order the
    ///   tasks take their steps.
    /// - In a step that finds the lock free, and no task before it that is still there, the task gets the lock and ends.
    /// - A task that asked and is then dropped holds up no other: while it waits, before its first step, or after the lock has become free
    ///   for it. It makes no difference how many are dropped, and in which order.
    /// - A task that waits keeps the lock: it goes on even if every other handle of the lock is dropped.
    fn lock(&self) -> impl Task<Guard> + use<> {
        let lock = self.clone();
        until(move || match lock.locked.replace(true) {
            true => None,
            false => Some(Guard(lock.clone())),
        })
    }
}

#[path = "tests/e3_lock.rs"]
mod tests;
