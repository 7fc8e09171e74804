//! Version 1: a map from deadlines to wakers.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Instant,
};

// ANCHOR: Timers
#[derive(Default)]
pub(crate) struct Timers {
    wakers: RefCell<BTreeMap<Instant, Waker>>,
}

impl Timers {
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        let wakers = self.wakers.borrow();
        wakers.first_key_value().map(|(deadline, _)| *deadline)
    }

    pub(crate) fn expire(&self, now: Instant) {
        let mut wakers = self.wakers.borrow_mut();
        while let Some(timer) = wakers.first_entry()
            && *timer.key() <= now
        {
            timer.remove().wake();
        }
    }
}
// ANCHOR_END: Timers

// ANCHOR: Sleep
pub(crate) struct Sleep {
    timers: Rc<Timers>,
    deadline: Instant,
    set: bool,
}

pub(crate) fn sleep_until(timers: &Rc<Timers>, deadline: Instant) -> Sleep {
    Sleep {
        timers: timers.clone(),
        deadline,
        set: false,
    }
}

impl Future for Sleep {
    type Output = ();

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
// ANCHOR_END: Sleep
