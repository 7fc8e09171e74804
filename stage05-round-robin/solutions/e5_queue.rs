//! Exercise s5e5: a bounded queue.

use stage05::{Task, until};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};

/// Values on their way from some tasks to others. Clones are the same queue.
struct Queue<T> {
    values: Rc<RefCell<VecDeque<T>>>,
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

    fn len(&self) -> usize {
        self.values.borrow().len()
    }

    // ANCHOR: send
    fn send(&self, value: T) -> impl Task + use<T> {
        let queue = self.clone();
        let mut value = Some(value);
        until(move || {
            if queue.len() == queue.capacity {
                return None;
            }
            queue.values.borrow_mut().push_back(value.take()?);
            Some(())
        })
    }

    fn recv(&self) -> impl Task<T> + use<T> {
        let queue = self.clone();
        until(move || queue.values.borrow_mut().pop_front())
    }
    // ANCHOR_END: send
}

#[path = "../exercises/tests/e5_queue.rs"]
mod tests;
