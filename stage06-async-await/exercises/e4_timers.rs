//! Exercise s6e4: deadlines.
//!
//! `Timers` has no thread and no clock. The loop asks it how long it may sleep, and tells it what time it is. The tests
//! use the five functions below.
//!
//! Run the tests: `cargo test --test s6e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, missing_debug_implementations, unreachable_pub)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// The timers that are set.
pub struct Timers {
    wakers: RefCell<BTreeMap<Instant, Waker>>,
}

impl Timers {
    /// No timers.
    pub fn new(now: Instant) -> Rc<Self> {
        todo!()
    }

    /// Returns the time at which the loop must be awake. `None`: it may sleep forever.
    pub fn next_deadline(&self) -> Option<Instant> {
        todo!()
    }

    /// Removes the timers whose deadline is not after `now`. Returns the wakers to wake, the earliest deadline first,
    /// and equal ones in the order in which they were set.
    pub fn expire(&self, now: Instant) -> Vec<Waker> {
        todo!()
    }
}

/// Waits for a deadline; made by [`sleep_until`]. Dropping it removes its timer.
pub struct Sleep {
    timers: Rc<Timers>,
    deadline: Instant,
}

/// Waits until `deadline`. Its first poll sets a timer, unless the deadline was over at the last `expire`.
pub fn sleep_until(timers: &Rc<Timers>, deadline: Instant) -> Sleep {
    todo!()
}

impl Future for Sleep {
    type Output = ();

    /// Ready if its deadline was over at the last `expire`. Else the latest waker waits for it.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        todo!()
    }
}

// And when a sleep is dropped?

#[path = "tests/e4_timers.rs"]
mod tests;
