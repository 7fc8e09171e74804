//! Exercise s5e5: a bounded queue.
//!
//! One task makes values, another one uses them. If the first is faster, values pile up; a queue with a limit makes it wait. This is back-pressure again, without
//! any socket.
//!
//! Run the tests: `cargo test --test s5e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage05::{Task, until};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};

/// Values on their way from some tasks to others. Clones are the same queue.
struct Queue<T> {
    values: Rc<RefCell<VecDeque<T>>>,
    /// How many values it holds at most; at least one.
    capacity: usize,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Queue {
            values: self.values.clone(),
            capacity: self.capacity,
        }
    }
}

impl<T: 'static> Queue<T> {
    fn new(capacity: usize) -> Self {
        Queue {
            values: Rc::default(),
            capacity,
        }
    }

    /// How many values are in it.
    fn len(&self) -> usize {
        self.values.borrow().len()
    }

    /// Waits until there is room, and puts the value in. Nothing happens before the task has its first turn.
    fn send(&self, value: T) -> impl Task + use<T> {
        until(|| todo!())
    }

    /// Waits until there is a value, and takes out the oldest. Nothing happens before the task has its first turn.
    fn recv(&self) -> impl Task<T> + use<T> {
        until(|| todo!())
    }
}

#[path = "tests/e5_queue.rs"]
mod tests;
