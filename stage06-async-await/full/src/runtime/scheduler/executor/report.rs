//! What the listeners are told of tasks that wait, in debug builds.

use crate::runtime::scheduler::executor::Executor;
use crate::{
    runtime::{context::Core, io::driver::Driver},
    util::panic::emit,
};
use std::{sync::Arc, task::Waker};

/// How many names are told. More would not be read.
const MOST: usize = 10;

/// `Root` has a waker in two forms, beside the one that is kept here.
const ROOTS: usize = 3;

impl Core {
    /// Tells the listeners that the loop will sleep. In debug builds also if nothing that this runtime knows of can end
    /// that: a program that hangs then says where.
    pub(crate) fn tell_park(&self) {
        let timeout = self.until_next();
        emit!(TRACE, ?timeout, "park");
        if !cfg!(debug_assertions) || timeout.is_some() || self.pool.is_busy() {
            return;
        }
        if self.executor.is_out_of_reach() {
            let tasks = self.executor.names();
            emit!(WARN, %tasks, "deadlock: nothing can wake a task any more");
        } else if !self.driver.get().is_some_and(Driver::is_awaited) {
            emit!(DEBUG, tasks = %self.executor.names(), "all tasks wait: only another thread can wake one");
        }
    }
}

impl Executor {
    /// True if no waker of any task exists outside of the executor: then nothing can ever wake one.
    fn is_out_of_reach(&self) -> bool {
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
    fn names(&self) -> String {
        let tasks = self.tasks.borrow();
        let keys = tasks.keys().into_iter();
        let mut names: Vec<String> = keys
            .filter_map(|key| {
                let task = tasks.get(key).filter(|task| !task.finished)?;
                let name = task
                    .future
                    .as_ref()
                    .map_or(task.name, |future| future.name());
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
