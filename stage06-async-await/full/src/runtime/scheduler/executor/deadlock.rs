//! Which tasks wait, and whether a waker of theirs is left. A debug build tells it when the loop parks.

use crate::runtime::scheduler::executor::Executor;
use std::sync::Arc;

/// How many names are told. More would not be read.
const MOST: usize = 10;

/// `Root` has a waker, beside the one that is kept in the task.
const ROOTS: usize = 2;

impl Executor {
    /// True if no waker of any task exists outside of the executor: then nothing can ever wake one.
    pub(crate) fn is_out_of_reach(&self) -> bool {
        let (tasks, join_wakers) = (self.tasks.borrow(), self.join_wakers.borrow());
        let mut join_wakers: Vec<_> = join_wakers.iter().map(|(_, waker)| waker.data()).collect();
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
                let name = task.future.as_ref().map_or(self.root.get(), |f| f.name());
                Some(format!("task {} ({name})", key.generation))
            })
            .collect();
        if names.len() > MOST {
            let more = format!("{} more", names.len() - MOST);
            names.truncate(MOST);
            names.push(more);
        }
        names.join(", ")
    }
}
