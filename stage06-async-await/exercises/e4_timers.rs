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

/// The timers that are set.
///
/// A waker is unknown code. When it is called, and when it is dropped, it may set timers, and poll and drop sleeps. So
/// nothing may be borrowed then. (`wakers.borrow_mut().insert(key, waker);` drops the old waker, if there is one, and ends
/// its borrow after that.)
pub struct Timers {
    wakers: RefCell<BTreeMap<Instant, Waker>>,
}

impl Timers {
    /// No timers. It is `now`, as if `expire` had been told so.
    pub fn new(now: Instant) -> Rc<Self> {
        let _ = now;
        Rc::new(Timers {
            wakers: RefCell::default(),
        })
    }

    /// Returns the earliest deadline for which a timer is set. `None` means that the loop may sleep without a limit.
    pub fn next_deadline(&self) -> Option<Instant> {
        let wakers = self.wakers.borrow();
        wakers.first_key_value().map(|(deadline, _)| *deadline)
    }

    /// Removes the timers whose deadline is not after `now`, and no others. It calls their wakers, or returns them and the
    /// loop calls them: the earliest deadline first, and equal deadlines in the order of their sleeps, if these were made, and
    /// polled for the first time, in the same order. (If not, either order is right.) When a waker is called, its sleep is
    /// ready.
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

/// Waits for a deadline; made by [`sleep_until`]. Two sleeps with the same deadline are two timers. A sleep that is dropped
/// takes its timer and its waker along. No other timer is lost.
pub struct Sleep {
    timers: Rc<Timers>,
    deadline: Instant,
    set: bool,
}

/// Waits until `deadline`. The first poll of a sleep sets its timer. Until then nothing is set.
pub fn sleep_until(timers: &Rc<Timers>, deadline: Instant) -> Sleep {
    Sleep {
        timers: timers.clone(),
        deadline,
        set: false,
    }
}

impl Future for Sleep {
    type Output = ();

    /// Ready when `expire` has been told the deadline or a later time, and from then on, whatever it is told next. Until then
    /// pending, whatever it is polled for. The waker of the latest poll is kept, and no earlier one.
    ///
    /// If `expire` was told so before the first poll, that poll is ready, or it sets a timer all the same, which the next
    /// `expire` removes.
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
