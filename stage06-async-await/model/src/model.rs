//! A runtime, reduced to what threads share: a mailbox, one task's waker, and a loop that parks.

use crate::{mailbox::Mailbox, posted::Posted};
use loom::sync::{
    Notify,
    atomic::{AtomicUsize, Ordering::Relaxed},
};
use std::sync::Arc;

/// The mailbox, or a wrong one.
pub(crate) trait Letters {
    fn send(&self, letter: Arc<Waker>) -> bool;
    fn fall_asleep(&self) -> bool;
    fn wake_up(&self);
    fn take(&self, empty: &mut Vec<Arc<Waker>>);
}

impl Letters for Mailbox<Arc<Waker>> {
    fn send(&self, letter: Arc<Waker>) -> bool {
        self.send(letter).unwrap_or(false)
    }
    fn fall_asleep(&self) -> bool {
        self.fall_asleep()
    }
    fn wake_up(&self) {
        self.wake_up();
    }
    fn take(&self, empty: &mut Vec<Arc<Waker>>) {
        self.take(empty);
    }
}

/// Whether a letter is under way, or a wrong way to know.
pub(crate) trait Mark: Send + Sync {
    fn post(&self) -> bool;
    fn open(&self);
}

impl Mark for Posted {
    fn post(&self) -> bool {
        self.post()
    }
    fn open(&self) {
        self.open();
    }
}

/// `TaskWaker` and `Remote` in one, and the events that the task waits for.
pub(crate) struct Waker {
    mailbox: Arc<dyn Letters + Send + Sync>,
    posted: Box<dyn Mark>,
    /// `park` and `unpark`: one token, and sleep may end without one. (loom's `park` loses the token when the thread
    /// waits for a lock.)
    bed: Arc<Notify>,
    /// How many events there were. Relaxed: whoever is woken must see them because of the wake alone.
    events: AtomicUsize,
}

impl Waker {
    /// For a task of the loop that reads this mailbox, and sleeps in this bed.
    pub(crate) fn new(mailbox: Arc<dyn Letters + Send + Sync>, bed: Arc<Notify>) -> Arc<Self> {
        Waker::with_mark(Box::new(Posted::new()), mailbox, bed)
    }

    /// With a mark that may be a wrong one.
    pub(crate) fn with_mark(
        posted: Box<dyn Mark>,
        mailbox: Arc<dyn Letters + Send + Sync>,
        bed: Arc<Notify>,
    ) -> Arc<Self> {
        Arc::new(Waker {
            mailbox,
            posted,
            bed,
            events: AtomicUsize::new(0),
        })
    }

    /// An event, and the wake that it causes: as `TaskWaker::wake_by_ref` and `Remote::send` do it.
    pub(crate) fn wake(self: &Arc<Self>) {
        self.events.fetch_add(1, Relaxed);
        if self.posted.post() && self.mailbox.send(self.clone()) {
            self.bed.notify();
        }
    }
}

/// What a loop does between the event that it will sleep and its sleep.
pub(crate) type MaySleep = fn(&dyn Letters, &Notify) -> bool;

/// A listener of that event parks the thread itself, and so takes the wake-up. The loop looks again, as
/// `Core::may_sleep` does.
pub(crate) fn robbed(mailbox: &dyn Letters, bed: &Notify) -> bool {
    bed.wait();
    mailbox.fall_asleep()
}

/// The loop: reads letters and parks, until every task has seen as many events as it waits for.
pub(crate) fn run(
    mailbox: &dyn Letters,
    bed: &Notify,
    may_sleep: MaySleep,
    mut awaited: Vec<(Arc<Waker>, usize)>,
) {
    let mut letters = Vec::new();
    while !awaited.is_empty() {
        if mailbox.fall_asleep() {
            if may_sleep(mailbox, bed) {
                bed.wait();
            }
            mailbox.wake_up();
        }
        mailbox.take(&mut letters);
        for waker in letters.drain(..) {
            waker.posted.open();
            let seen = waker.events.load(Relaxed);
            awaited.retain(|(other, events)| !Arc::ptr_eq(other, &waker) || seen < *events);
        }
    }
}
