//! The place of a future that the executor does not own.

use crate::runtime::scheduler::executor::{Executor, Task};
use crate::{runtime::task::waker::CachedWaker, util::slot_map::Key};
use std::task::Context;

impl Executor {
    /// A place for a future that somebody else will poll, and a waker for it.
    pub(crate) fn add_root(&self, name: &'static str) -> Root<'_> {
        let key = self.add(Task {
            name,
            ..Task::default()
        });
        let cached = CachedWaker::new(&self.shared, key);
        if let Some(task) = self.tasks.borrow_mut().get_mut(key) {
            task.kept = Some(cached.inner.clone());
        }
        Root {
            executor: self,
            key,
            cached,
        }
    }
}

/// The place of a future that is polled by `block_on`; given up when this is dropped.
pub(crate) struct Root<'a> {
    executor: &'a Executor,
    pub(crate) key: Key,
    cached: CachedWaker,
}

impl Root<'_> {
    pub(crate) fn context(&self) -> Context<'_> {
        Context::from_waker(&self.cached.waker)
    }
}

impl Drop for Root<'_> {
    fn drop(&mut self) {
        let removed = self.executor.tasks.borrow_mut().remove(self.key);
        drop(removed);
    }
}
