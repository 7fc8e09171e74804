//! Exercise s5e5: a bounded queue.
//!
//! One task produces values, another consumes them. If the first is faster, values pile up. A queue with a limit makes the producer wait, which is
//! called back-pressure. The version below has no limit, and does not wait.
//!
//! Run the tests: `cargo test --test s5e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::co;
use stage05::{Task, until};
use std::{cell::RefCell, collections::VecDeque, io, rc::Rc};

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

    /// Returns how many values are in the queue.
    fn len(&self) -> usize {
        self.values.borrow().len()
    }

    /// Waits until there is room, and puts the value in.
    ///
    /// - Nothing happens before the first step of the task.
    /// - A step that finds room puts the value in, once, and ends the task. Each other step leaves the queue as it is.
    /// - If the task is dropped before that, the value is dropped with it. If an error is sent into it before that, it puts nothing in.
    /// - The task keeps the queue: it goes on even if every other handle of the queue is dropped.
    ///
    /// Which of several waiting senders goes first is not asked for.
    fn send(&self, value: T) -> impl Task + use<T> {
        let queue = self.clone();
        co(async move |y| {
            queue.values.borrow_mut().push_back(value);
            Ok(())
        })
    }

    /// Waits until there is a value, and takes out the oldest.
    ///
    /// - Nothing happens before the first step of the task.
    /// - A step that finds a value takes it out, and ends the task. Each other step leaves the queue as it is.
    /// - The task keeps the queue, as that of `send` does.
    fn recv(&self) -> impl Task<T> + use<T> {
        let queue = self.clone();
        co(async move |y| {
            let value = queue.values.borrow_mut().pop_front();
            Ok(value.ok_or(io::Error::other("the queue is empty"))?)
        })
    }
}

#[path = "tests/e5_queue.rs"]
mod tests;
