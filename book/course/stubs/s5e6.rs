//! Exercise s5e6: a fair semaphore.
//!
//! A server allows three connections at a time. A semaphore has three permits, and a task takes one before it connects. In the version below a task that
//! gives its permit back and asks again in the same step always wins, and others starve.
//!
//! Run the tests: `cargo test --test s5e6`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage05::{Task, until};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

/// A number of permits, for tasks in the order in which they asked. Clones are the same semaphore. Choose what is inside.
#[derive(Clone)]
struct Semaphore {
    free: Rc<Cell<usize>>,
}

/// The right of one task to go on. It is given back when it is dropped.
struct Permit {
    semaphore: Semaphore,
}

impl Semaphore {
    /// A semaphore with this many free permits. It may be 0.
    fn new(permits: usize) -> Self {
        Semaphore {
            free: Rc::new(Cell::new(permits)),
        }
    }

    /// Waits for a permit, and takes it.
    ///
    /// - A task asks in its *first step*. Before that nothing happens. The tasks that have asked are in a line, in this order.
    /// - The task that is first in the line gets a permit in its next step if one is free.
    /// - With n free permits, none but the first n in the line may take one. A task that asks later never overtakes, even if a permit is free
    ///   when it asks.
    /// - A task that is dropped while it waits leaves the line, and holds up no other. It has no permit, so it gives none back. It makes no
    ///   difference how many are dropped, in which order, and whether a permit has become free for them.
    /// - A task that waits keeps the semaphore: it goes on even if every other handle of the semaphore is dropped.
    fn acquire(&self) -> impl Task<Permit> + use<> {
        let semaphore = self.clone();
        until(move || {
            let free = &semaphore.free;
            free.set(free.get().checked_sub(1)?);
            Some(Permit {
                semaphore: semaphore.clone(),
            })
        })
    }

    /// Adds free permits. There may be more of them then than there ever were.
    fn add_permits(&self, permits: usize) {
        self.free.set(self.free.get() + permits);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.semaphore.add_permits(1);
    }
}

#[path = "tests/e6_semaphore.rs"]
mod tests;
