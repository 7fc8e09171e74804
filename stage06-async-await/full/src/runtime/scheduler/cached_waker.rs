//! One waker for many tasks, one after the other.

use crate::runtime::scheduler::shared::Shared;
use crate::runtime::task::waker::TaskWaker;
use crate::util::slot_map::Key;
use std::sync::Arc;
use std::task::Waker;

/// A waker that is lent to a poll. If the task keeps no clone of it, the next task gets it. Most futures keep none:
/// they are ready at their first poll, or wake themselves.
pub(crate) struct CachedWaker {
    pub(crate) inner: Arc<TaskWaker<Shared>>,
    pub(crate) waker: Waker,
}

impl CachedWaker {
    pub(crate) fn new(shared: &Arc<Shared>, task: Key) -> Self {
        Arc::new(TaskWaker::new(shared.clone(), task)).into()
    }

    /// True if no clone of the waker exists: the two owners are the fields of this struct.
    pub(crate) fn is_unshared(&self) -> bool {
        Arc::strong_count(&self.inner) == 2
    }
}

impl From<Arc<TaskWaker<Shared>>> for CachedWaker {
    fn from(inner: Arc<TaskWaker<Shared>>) -> Self {
        let waker = Waker::from(inner.clone());
        CachedWaker { inner, waker }
    }
}
