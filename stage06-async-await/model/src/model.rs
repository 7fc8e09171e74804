//! A runtime, reduced to what threads share: an inject queue, one task's waker, and a loop that parks.

use crate::{inject::Inject, scheduled::Scheduled};
use loom::sync::{
    Notify,
    atomic::{AtomicUsize, Ordering::Relaxed},
};
use std::sync::Arc;

/// The inject queue, or a wrong one.
pub(crate) trait Queue {
    fn push(&self, message: Arc<Waker>) -> bool;
    fn begin_park(&self) -> bool;
    fn end_park(&self);
    fn drain(&self, empty: &mut Vec<Arc<Waker>>);
}

impl Queue for Inject<Arc<Waker>> {
    fn push(&self, message: Arc<Waker>) -> bool {
        self.push(message).unwrap_or(false)
    }
    fn begin_park(&self) -> bool {
        self.begin_park()
    }
    fn end_park(&self) {
        self.end_park();
    }
    fn drain(&self, empty: &mut Vec<Arc<Waker>>) {
        self.drain(empty);
    }
}

/// Whether a message is under way, or a wrong way to know.
pub(crate) trait Flag: Send + Sync {
    fn schedule(&self) -> bool;
    fn clear(&self);
}

impl Flag for Scheduled {
    fn schedule(&self) -> bool {
        self.schedule()
    }
    fn clear(&self) {
        self.clear();
    }
}

/// `TaskWaker` and `Shared` in one, and the events that the task waits for.
pub(crate) struct Waker {
    inject: Arc<dyn Queue + Send + Sync>,
    scheduled: Box<dyn Flag>,
    /// `park` and `unpark`: one token, and sleep may end without one. (loom's `park` loses the token when the thread
    /// waits for a lock.)
    parker: Arc<Notify>,
    /// How many events there were. Relaxed: whoever is woken must see them because of the wake alone.
    events: AtomicUsize,
}

impl Waker {
    /// For a task of the loop that reads this inject queue, and parks here.
    pub(crate) fn new(inject: Arc<dyn Queue + Send + Sync>, parker: Arc<Notify>) -> Arc<Self> {
        Waker::with_flag(Box::new(Scheduled::new()), inject, parker)
    }

    /// With a flag that may be a wrong one.
    pub(crate) fn with_flag(
        scheduled: Box<dyn Flag>,
        inject: Arc<dyn Queue + Send + Sync>,
        parker: Arc<Notify>,
    ) -> Arc<Self> {
        Arc::new(Waker {
            inject,
            scheduled,
            parker,
            events: AtomicUsize::new(0),
        })
    }

    /// An event, and the wake that it causes: as `TaskWaker::wake_by_ref` and `Shared::send` do it.
    pub(crate) fn wake(self: &Arc<Self>) {
        self.events.fetch_add(1, Relaxed);
        if self.scheduled.schedule() && self.inject.push(self.clone()) {
            self.parker.notify();
        }
    }
}

/// What a loop does between the event that it will sleep and its sleep.
pub(crate) type MayPark = fn(&dyn Queue, &Notify) -> bool;

/// A listener of that event parks the thread itself, and so takes the wake-up. The loop looks again, as
/// `Core::may_park` does.
pub(crate) fn robbed(inject: &dyn Queue, parker: &Notify) -> bool {
    parker.wait();
    inject.begin_park()
}

/// The loop: drains messages and parks, until every task has seen as many events as it waits for.
pub(crate) fn run(
    inject: &dyn Queue,
    parker: &Notify,
    may_park: MayPark,
    mut awaited: Vec<(Arc<Waker>, usize)>,
) {
    let mut messages = Vec::new();
    while !awaited.is_empty() {
        if inject.begin_park() {
            if may_park(inject, parker) {
                parker.wait();
            }
            inject.end_park();
        }
        inject.drain(&mut messages);
        for waker in messages.drain(..) {
            waker.scheduled.clear();
            let seen = waker.events.load(Relaxed);
            awaited.retain(|(other, events)| !Arc::ptr_eq(other, &waker) || seen < *events);
        }
    }
}
