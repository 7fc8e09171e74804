//! What each task waits for, and the error of a loop in which nothing will ever happen.

use crate::{Deadlock, EventLoop, TaskId, World, task::Wait};
use stage01::Exception;
use std::io;

impl<W: World> EventLoop<W> {
    // ANCHOR: waits
    /// What each task waits for, in a sentence, in the order in which they were started: `task 1 (ada) waits until task 2 ends`.
    pub fn waits(&self) -> Vec<String> {
        let label = |id: TaskId| match self.tasks.get(&id) {
            Some(task) if !task.name.is_empty() => format!("{id} ({})", task.name),
            _ => id.to_string(),
        };
        let waits = self.tasks.iter().map(|(&id, task)| match task.wait {
            Wait::Task(other) => format!("{} waits until {} ends", label(id), label(other)),
            ref wait => format!("{} waits {wait}", label(id)),
        });
        waits.collect()
    }
    // ANCHOR_END: waits

    // ANCHOR: explain
    /// The world's error. If the world says that nothing will ever be ready, a report of what all tasks wait for.
    pub(crate) fn explain(&self, error: io::Error) -> Exception {
        match error.kind() {
            io::ErrorKind::Deadlock => Deadlock(self.waits()).into(),
            _ => error.into(),
        }
    }
    // ANCHOR_END: explain
}
