//! A countdown latch: the wait that stage 4's loop had no request for.

use crate::{Task, until};
use std::{cell::Cell, rc::Rc};

/// Lets its waiters go when it has been set often enough. It is a handle: clones are the same latch.
///
/// It is made of a counter and [`until`], outside of the loop: anyone could have written it.
///
/// ```
/// use stage05::{Loop, Waiter};
///
/// let waiter = Waiter::new(2);
/// let event_loop = Loop::new();
/// let released = event_loop.add_task(waiter.wait());
/// waiter.set();
/// waiter.set();
/// event_loop.run();
/// assert!(released.done());
/// ```
///
/// Source: the document's `Waiter`.
#[derive(Clone, Debug)]
pub struct Waiter(Rc<Cell<usize>>);

impl Waiter {
    /// A latch that has to be set this often.
    pub fn new(times: usize) -> Self {
        Waiter(Rc::new(Cell::new(times)))
    }

    /// Sets it once more. More often than needed does no harm.
    pub fn set(&self) {
        self.0.set(self.left().saturating_sub(1));
    }

    /// How often it still has to be set.
    pub fn left(&self) -> usize {
        self.0.get()
    }

    /// Waits until it has been set often enough. Any number of tasks may wait.
    pub fn wait(&self) -> impl Task + use<> {
        let waiter = self.clone();
        until(move || (waiter.left() == 0).then_some(()))
    }
}
