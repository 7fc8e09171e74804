//! The sentence that a loop ends with when nothing will ever happen: who waits for what.

use crate::{Deadlock, EventLoop, TaskId, World, task::Wait};
use stage01::Exception;
use std::io;

impl<W: World> EventLoop<W> {
    /// The world's error; if it is that nothing will ever come, then who waits for what.
    pub(crate) fn explain(&self, error: io::Error) -> Exception {
        if error.kind() != io::ErrorKind::Deadlock {
            return error.into();
        }
        let label = |id: TaskId| match self.tasks.get(&id) {
            Some(task) if !task.name.is_empty() => format!("{id} ({})", task.name),
            _ => id.to_string(),
        };
        let waits = self.tasks.iter().map(|(&id, task)| match task.wait {
            Wait::Task(other) => format!("{} waits until {} ends", label(id), label(other)),
            ref wait => format!("{} waits {wait}", label(id)),
        });
        Deadlock(waits.collect()).into()
    }
}
