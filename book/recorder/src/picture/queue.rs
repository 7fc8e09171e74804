//! Queues: which tasks took items out of one, and which put some into it.

use crate::event::{TaskId, What};
use std::collections::BTreeMap;

/// What was done with a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many items are in it.
    pub left: u64,
    /// What each task did with it. None: what is no task, such as a callback.
    pub tasks: BTreeMap<Option<TaskId>, Uses>,
}

/// What a task did with a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The items that it took.
    pub took: u64,
    /// The items that it put.
    pub put: u64,
    /// `file:line` of its last take.
    pub at: Option<String>,
}

impl Queue {
    pub(super) fn apply(&mut self, what: &What) {
        match what {
            What::Took { task, left, at, .. } => {
                let uses = self.tasks.entry(Some(*task)).or_default();
                uses.took += 1;
                uses.at.clone_from(at);
                self.left = *left;
            }
            What::Put { task, left, .. } => {
                self.tasks.entry(*task).or_default().put += 1;
                self.left = *left;
            }
            _ => {}
        }
    }

    /// True if it is used as a pool: a task has put back all that it took. Consumers of a queue of jobs do not.
    pub fn is_pool(&self) -> bool {
        self.tasks
            .iter()
            .any(|(task, uses)| task.is_some() && uses.took > 0 && uses.took == uses.put)
    }

    /// The tasks that took more than they put, with what they did.
    pub fn takers(&self) -> impl Iterator<Item = (TaskId, &Uses)> {
        let some = self
            .tasks
            .iter()
            .filter_map(|(task, uses)| Some(((*task)?, uses)));
        some.filter(|(_, uses)| uses.took > uses.put)
    }

    /// The tasks that put more than they took; None is what is no task.
    pub fn putters(&self) -> impl Iterator<Item = Option<TaskId>> {
        let more = self.tasks.iter().filter(|(_, uses)| uses.put > uses.took);
        more.map(|(task, _)| *task)
    }
}
