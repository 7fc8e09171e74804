//! Exercise s3e4: a semaphore of futures.
//!
//! Sixteen connections at a time, and the seventeenth waits until one is given back. It waits for a future that the
//! semaphore sets: not every wait is for a socket. The version below lets too many in.
//!
//! Run the tests: `cargo test --test s3e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::{EventLoop, Future};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

/// Lets a number of holders in at once; the others wait in a queue. There are never more holders than permits.
///
/// (A task that is cancelled while it waits stays in the queue, and its permit is lost. Stage 5 has an exercise that
/// does better.)
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
    /// Returns a future that is done once its owner holds a permit. If a permit is free, the future is done already.
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

    /// Gives one permit back.
    ///
    /// - If any wait, the permit goes to the one who has waited longest. That future is done when `release` returns, and
    ///   no other one is.
    /// - A permit that is passed on is not free: an `acquire` that comes after this `release` waits.
    /// - If none wait, there is one more free permit, also if there are then more than at first. All permits that are given
    ///   back can be acquired again.
    fn release(&self) {
        self.free.set(self.free.get() + 1);
        if let Some(entry) = self.queue.borrow_mut().pop_front() {
            let _ = entry.set_result(());
        }
    }
    // ANCHOR_END: acquire
}

#[path = "tests/e4_semaphore.rs"]
mod tests;
