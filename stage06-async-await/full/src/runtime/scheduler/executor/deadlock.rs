//! Which tasks wait, and whether a waker of theirs is left. A debug build tells it when the loop parks.

use crate::runtime::scheduler::executor::Executor;
use crate::util::slot_map::Key;
use std::sync::Arc;
use std::task::Waker;

/// How many names are told. More would not be read.
const MOST: usize = 10;

/// `Root` has a waker, beside the one that is kept in the task.
const ROOTS: usize = 2;

impl Executor {
    /// True if no waker of any task exists outside of the executor: then nothing can ever wake one.
    pub(crate) fn is_out_of_reach(&self) -> bool {
        let tasks = self.tasks.borrow();
        let join_wakers = tasks.values().filter_map(|task| task.join_waker.as_ref());
        let mut join_wakers: Vec<_> = join_wakers.map(Waker::data).collect();
        join_wakers.sort_unstable();
        let mut kept = tasks.values().filter_map(|task| {
            let ours = if task.future.is_some() { 1 } else { ROOTS };
            task.kept.as_ref().map(|kept| (kept, ours))
        });
        kept.all(|(kept, ours)| {
            let data = Arc::as_ptr(kept).cast();
            let first = join_wakers.partition_point(|join_waker| *join_waker < data);
            let waits = join_wakers[first..]
                .iter()
                .take_while(|join_waker| **join_waker == data);
            Arc::strong_count(kept) <= ours + waits.count()
        })
    }

    /// The tasks that wait: their numbers, and the types of their futures.
    pub(crate) fn names(&self) -> String {
        let tasks = self.tasks.borrow();
        let keys = tasks.keys().into_iter();
        let mut names: Vec<String> = keys
            .filter_map(|key| {
                let task = tasks.get(key).filter(|task| !task.finished)?;
                Some(format!("task {} ({})", key.generation, task.name))
            })
            .collect();
        if names.len() > MOST {
            let more = format!("{} more", names.len() - MOST);
            names.truncate(MOST);
            names.push(more);
        }
        names.join(", ")
    }

    /// The type of a task's future.
    pub(crate) fn name(&self, key: Key) -> &'static str {
        self.tasks.borrow().get(key).map_or("", |task| task.name)
    }
}
