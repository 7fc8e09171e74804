//! Exercise s6e4: deadlines.
//!
//! This is version 1 of the page: a map from deadlines to wakers. It works, and the page's programs break it. Change it
//! until the contract holds. `Timers` has no thread and no clock: the loop asks it how long it may sleep, and tells it
//! what time it is. The tests use the five functions below, and all else is yours to design.
//!
//! Run the tests: `cargo test --test s6e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// The timers that are set. A waker is code that you do not know: when it is called, and when it is dropped, it may set
/// a timer, poll a sleep, or drop one.
pub struct Timers {
    wakers: RefCell<BTreeMap<Instant, Waker>>,
}

impl Timers {
    /// No timers. It is `now`, as if `expire` had said so.
    pub fn new(now: Instant) -> Rc<Self> {
        let _ = now;
        Rc::new(Timers {
            wakers: RefCell::default(),
        })
    }

    /// Returns the earliest deadline for which a timer is set: the loop sleeps until then. `None`: it may sleep forever.
    pub fn next_deadline(&self) -> Option<Instant> {
        let wakers = self.wakers.borrow();
        wakers.first_key_value().map(|(deadline, _)| *deadline)
    }

    /// Removes the timers whose deadline is not after `now`, and no others. Each has one waker to wake: this function
    /// calls it, or returns it, and then the loop calls it. The earliest deadline is first. Sleeps with one deadline keep
    /// the order in which they were made, if they were first polled in that order.
    pub fn expire(&self, now: Instant) -> Vec<Waker> {
        let mut wakers = self.wakers.borrow_mut();
        while let Some(timer) = wakers.first_entry()
            && *timer.key() <= now
        {
            timer.remove().wake();
        }
        Vec::new() // all are called
    }
}

/// Waits for a deadline; made by [`sleep_until`]. Dropping it removes its timer, and its waker is dropped with it.
pub struct Sleep {
    timers: Rc<Timers>,
    deadline: Instant,
    set: bool,
}

/// Waits until `deadline`. The first poll sets a timer, and nothing is set before that. If the last `expire` was not before
/// the deadline, the first poll may be ready at once.
pub fn sleep_until(timers: &Rc<Timers>, deadline: Instant) -> Sleep {
    Sleep {
        timers: timers.clone(),
        deadline,
        set: false,
    }
}

impl Future for Sleep {
    type Output = ();

    /// Ready if `expire` was called with the deadline or a later time since the first poll, and from then on. Else pending,
    /// whatever the reason of the poll is. The waker of the latest poll is kept, and no earlier one.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.set {
            return Poll::Ready(()); // polled again: its timer has woken the task
        }
        self.set = true;
        let mut wakers = self.timers.wakers.borrow_mut();
        wakers.insert(self.deadline, context.waker().clone());
        Poll::Pending
    }
}

#[path = "tests/e4_timers.rs"]
mod tests;
