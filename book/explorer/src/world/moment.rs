//! The points within a poll at which something may come from outside.

use std::cell::{Cell, RefCell};
use std::panic::Location;

use super::World;
use crate::step::Line;

thread_local! {
    /// The world whose task this thread polls.
    static POLLING: RefCell<Option<World>> = const { RefCell::new(None) };
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

/// An operation of [`sync`](crate::sync) within a poll.
pub(crate) fn moment(at: &'static Location<'static>) {
    if let Some(world) = POLLING.with_borrow(Clone::clone) {
        world.moment(at);
    }
}

impl World {
    /// Runs the poll of a task.
    pub(super) fn polling<T>(&self, task: usize, poll: impl FnOnce() -> T) -> T {
        self.0.polled.set(Some(task));
        POLLING.set(Some(self.clone()));
        let result = poll();
        POLLING.set(None);
        self.0.polled.set(None);
        result
    }

    /// Lets something come from outside, or not. Nothing comes while the task holds a lock: another thread would wait for it.
    pub(super) fn moment(&self, at: &'static Location<'static>) {
        let Some(task) = self.0.polled.get().filter(|_| LOCKS.get() == 0) else {
            return;
        };
        let name = self.name(task);
        let mut names = self.coming();
        let mut options = vec![format!("{name} goes on")];
        options.extend(names.iter().map(|name| name.to_string()));
        let Some(picked) = self.0.chooser.choose(&options).checked_sub(1) else {
            return;
        };
        // What comes from outside is no part of the poll: nothing else comes while it acts.
        self.0.polled.set(None);
        self.comes(&names.swap_remove(picked), Some((&name, Line::find(at))));
        self.0.polled.set(Some(task));
        self.moment(at);
    }
}
