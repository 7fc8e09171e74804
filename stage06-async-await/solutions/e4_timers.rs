//! Solution of s6e4.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Instant,
};

/// The timers that are set, in the order of their deadlines. Two with the same deadline stand in the order in which
/// they were set: the number tells them apart.
#[derive(Default)]
pub struct Timers {
    wakers: RefCell<BTreeMap<(Instant, u64), Waker>>,
    set: Cell<u64>,
}

impl Timers {
    /// When the loop must wake up at the latest; `None`: it may sleep for ever.
    pub fn next_deadline(&self) -> Option<Instant> {
        let wakers = self.wakers.borrow();
        wakers.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    /// Takes out every timer whose deadline is not after `now`, and wakes its waker: the earliest first. A waker may
    /// do anything, also set a timer.
    pub fn fire(&self, now: Instant) {
        while let Some(waker) = self.pop_due(now) {
            waker.wake();
        }
    }

    fn pop_due(&self, now: Instant) -> Option<Waker> {
        let mut wakers = self.wakers.borrow_mut();
        let first = wakers.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }

    /// How many timers are set.
    pub fn len(&self) -> usize {
        self.wakers.borrow().len()
    }
}

/// Ends when the timers are told that it is `deadline`; made by [`sleep_until`].
pub struct Sleep {
    timers: Rc<Timers>,
    deadline: Instant,
    /// The number of its timer, once it has been polled.
    number: Option<u64>,
}

/// Waits for a moment. The timer is set by the first poll, and taken back when the future is dropped.
pub fn sleep_until(timers: &Rc<Timers>, deadline: Instant) -> Sleep {
    Sleep {
        timers: timers.clone(),
        deadline,
        number: None,
    }
}

impl Future for Sleep {
    type Output = ();

    /// Sets the timer, or hands it the latest waker. If the timer has been set and is there no more, it has fired.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (timers, deadline) = (self.timers.clone(), self.deadline);
        let waker = context.waker().clone();
        let number = *self.number.get_or_insert_with(|| {
            let number = timers.set.replace(timers.set.get() + 1);
            timers
                .wakers
                .borrow_mut()
                .insert((deadline, number), waker.clone());
            number
        });
        let mut wakers = timers.wakers.borrow_mut();
        match wakers.get_mut(&(deadline, number)) {
            Some(latest) => {
                *latest = waker;
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

impl Sleep {
    /// The sleep is dropped: its timer is taken back, if it is still there.
    fn dropped(&mut self) {
        if let Some(number) = self.number {
            self.timers
                .wakers
                .borrow_mut()
                .remove(&(self.deadline, number));
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        // A second panic, while the first one unwinds, would end the whole program.
        if !std::thread::panicking() {
            self.dropped();
        }
    }
}

#[path = "../exercises/tests/e4_timers.rs"]
mod tests;
