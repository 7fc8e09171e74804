//! The tasks of a world.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::{Body, World};
use crate::step::Line;

/// What the world knows of a task.
pub(super) struct Slot {
    pub(super) name: Rc<str>,
    /// Nothing if it has ended, was cancelled, or is being polled.
    pub(super) future: Option<Body>,
    pub(super) ended: bool,
    pub(super) may_cancel: bool,
    pub(super) background: bool,
    /// The number of the step in which it was polled last.
    pub(super) since: usize,
    /// The line at which it waits, if it is known.
    pub(super) waits_at: Option<Arc<Line>>,
}

impl Slot {
    pub(super) fn new(name: &str, future: Body) -> Slot {
        Slot {
            name: name.into(),
            future: Some(future),
            ended: false,
            may_cancel: false,
            background: false,
            since: 0,
            waits_at: None,
        }
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A task of a [`World`]. If it is dropped, the task goes on.
#[derive(Clone, Debug)]
pub struct Task {
    pub(super) world: World,
    pub(super) number: usize,
}

impl Task {
    /// Lets the explorer cancel the task at any of its pauses, also between a wake and the poll that would answer it: its
    /// future is dropped.
    ///
    /// ```
    /// let verdict = explorer::check(|world| {
    ///     let of_task = world.clone();
    ///     world.spawn("task", async move { of_task.yield_now().await }).may_cancel();
    /// });
    /// assert_eq!(verdict.to_string(), "all 3 orders"); // before it begins, after its pause, or not at all
    /// ```
    pub fn may_cancel(self) -> Task {
        self.world.0.tasks.borrow_mut()[self.number].may_cancel = true;
        self
    }

    /// Lets the task wait forever, as a server does. The run ends when all other tasks have ended.
    pub fn background(self) -> Task {
        self.world.0.tasks.borrow_mut()[self.number].background = true;
        self
    }

    /// Cancels the task: its future is dropped at once. Nothing happens if it has ended, or cancels itself.
    pub fn abort(&self) {
        self.world.cancel(self.number, "is aborted");
    }

    /// True if the task has ended or was cancelled.
    pub fn is_finished(&self) -> bool {
        self.world.0.tasks.borrow()[self.number].ended
    }
}
