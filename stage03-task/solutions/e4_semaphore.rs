//! Exercise s3e4: a semaphore of futures.

use stage02::{EventLoop, Future};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

/// Lets a number of holders in at once; the others wait in a queue.
struct Semaphore {
    event_loop: EventLoop,
    /// The number of permits that are free.
    free: Cell<usize>,
    /// The futures of those who wait, in order.
    queue: RefCell<VecDeque<Future>>,
}

impl Semaphore {
    fn new(event_loop: &EventLoop, permits: usize) -> Self {
        Semaphore {
            event_loop: event_loop.clone(),
            free: Cell::new(permits),
            queue: RefCell::default(),
        }
    }

    // ANCHOR: acquire
    fn acquire(&self) -> Future {
        let entry = Future::new(&self.event_loop);
        if self.free.get() > 0 {
            self.free.set(self.free.get() - 1);
            let _ = entry.set_result(());
        } else {
            self.queue.borrow_mut().push_back(entry.clone());
        }
        entry
    }

    fn release(&self) {
        let next = self.queue.borrow_mut().pop_front();
        match next {
            Some(entry) => drop(entry.set_result(())),
            None => self.free.set(self.free.get() + 1),
        }
    }
    // ANCHOR_END: acquire
}

#[path = "../exercises/tests/e4_semaphore.rs"]
mod tests;
