//! Exercise s3e4: a semaphore of futures.
//!
//! Sixteen connections at a time, and the seventeenth waits until one is given back. What it waits for is a future that this
//! semaphore sets. It needs no selector: not every wait is for a socket.
//!
//! Run the tests: `cargo test --test s3e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::{EventLoop, Future};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

/// Lets a number of holders in at once; the others wait in a queue.
///
/// (A task that is cancelled while it waits stays in this queue, and its permit is lost. Stage 5 has an exercise that does better.)
struct Semaphore {
    event_loop: EventLoop,
    /// Permits that nobody holds.
    free: Cell<usize>,
    /// Who waits, in order.
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

    /// A future that is done once its owner holds a permit: at once, if one is free.
    fn acquire(&self) -> Future {
        todo!()
    }

    /// Gives a permit back.
    ///
    /// - It goes to the one who has waited longest. Nobody who comes later may overtake him.
    /// - Exactly one is let in for each `release`.
    /// - If nobody waits, the permit is free for the next one.
    fn release(&self) {
        todo!()
    }
}

#[path = "tests/e4_semaphore.rs"]
mod tests;
