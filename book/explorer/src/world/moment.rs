//! The points within a poll at which something else may happen.

use std::cell::{Cell, RefCell};
use std::panic::{Location, resume_unwind};

use super::World;
use crate::step::Line;

thread_local! {
    /// The world that this thread drives.
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
    /// The number of locks of [`sync`](crate::sync) that this thread holds.
    static LOCKS: Cell<usize> = const { Cell::new(0) };
}

/// Counts a lock that was taken.
pub(crate) fn locked() {
    LOCKS.set(LOCKS.get() + 1);
}

/// Counts a lock that was released.
pub(crate) fn unlocked() {
    LOCKS.set(LOCKS.get() - 1);
}

/// An operation of [`sync`](crate::sync) of the thread that drives a world.
pub(crate) fn moment(at: &'static Location<'static>, enabled: &dyn Fn() -> bool) {
    if let Some(world) = WORLD.with_borrow(Clone::clone) {
        world.moment(at, enabled);
    }
}

impl World {
    /// Makes this the world of the thread, until [`leave`].
    pub(super) fn enter(&self) {
        WORLD.set(Some(self.clone()));
    }

    /// Lets things happen, or not, until the operation can be done. Within a poll something comes from outside, unless the task
    /// holds a lock: another thread would have to wait for it. And wherever it is, threads take steps.
    pub(super) fn moment(&self, at: &'static Location<'static>, enabled: &dyn Fn() -> bool) {
        let polled = self.0.polled.get();
        if polled.is_none() && enabled() {
            return;
        }
        let name = polled.map_or("the test".into(), |task| self.name(task));
        let before = format!("Just before {name}'s `{}`: ", Line::find(at).text);
        loop {
            let ready = enabled();
            let mut outside = self.coming();
            outside.retain(|_| ready && polled.is_some() && LOCKS.get() == 0);
            let threads = self.able_threads();
            let mut options: Vec<_> = outside.iter().map(|name| name.to_string()).collect();
            options.extend(
                threads
                    .iter()
                    .map(|number| format!("{} does a step", self.thread_name(*number))),
            );
            if ready {
                options.insert(0, format!("{name} goes on"));
            }
            if options.is_empty() {
                return; // whoever takes the lock says that there is none
            }
            let picked = self.0.chooser.choose(&options) + usize::from(!ready);
            let Some(picked) = picked.checked_sub(1) else {
                return;
            };
            // What comes from outside is no part of the poll: nothing else comes while it acts.
            self.0.polled.set(None);
            let woken = self.0.wakes.take_woken();
            match outside.get(picked) {
                Some(event) => self.comes(event, &before),
                None => {
                    let stepped = self.step_thread(threads[picked - outside.len()], &before);
                    stepped.unwrap_or_else(|why| resume_unwind(Box::new(why)));
                }
            }
            self.0.wakes.put_woken(woken);
            self.0.polled.set(polled);
        }
    }
}

/// The thread no longer drives a world.
pub(super) fn leave() {
    WORLD.set(None);
}
