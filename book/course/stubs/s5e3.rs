//! Exercise s5e3: a fair lock.
//!
//! Between two pauses a task is alone, and needs no lock. Across a pause it does: two tasks that each write half a line, wait, and write the
//! other half.
//!
//! Run the tests: `cargo test --test s5e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, clippy::drop_non_drop)]

use stage05::{Task, until};
use std::{
    cell::RefCell,
    collections::VecDeque,
    rc::{Rc, Weak},
};

/// Lets in one holder at a time, in the order in which they asked. Clones are the same lock. Choose what is inside.
#[derive(Clone, Default)]
struct Lock(Rc<RefCell<()>>);

/// Holds the lock until it is dropped. Choose what is inside.
struct Guard();

impl Lock {
    /// Waits until the lock is free, and takes it. Whoever *called* `lock` first gets it first, whoever looks first.
    ///
    /// A task that asked and was then dropped, while it waited or before it ever ran, does not hold up those behind it.
    ///
    /// `until(move || …)` is a task that calls the closure in each turn, until it gives `Some`.
    fn lock(&self) -> impl Task<Guard> + use<> {
        until(|| todo!())
    }
}

#[path = "tests/e3_lock.rs"]
mod tests;
