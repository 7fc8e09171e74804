//! `AbortHandle`: the power to abort a task, without the right to its outcome.

use crate::runtime::context::EnterGuard;
use crate::runtime::core::Core;
use crate::util::slot_map::Key;
use std::fmt;
use std::rc::Rc;

/// Aborts a task that another part of the program awaits; made by
/// [`JoinHandle::abort_handle`](crate::JoinHandle::abort_handle) and [`JoinSet::spawn`](crate::task::JoinSet::spawn).
///
/// Dropping it has no effect on the task. It stays on the thread of its task.
///
/// ```
/// use stage06_full::{Runtime, spawn};
/// use std::future::pending;
///
/// Runtime::new().block_on(async {
///     let task = spawn(pending::<()>());
///     let stop = task.abort_handle();
///     spawn(async move { stop.abort() });
///     assert!(task.await.unwrap_err().is_cancelled());
/// });
/// ```
#[derive(Clone)]
pub struct AbortHandle {
    core: Rc<Core>,
    task: Key,
}

impl AbortHandle {
    pub(crate) fn new(core: Rc<Core>, task: Key) -> Self {
        AbortHandle { core, task }
    }

    /// Cancels the task: its future is dropped, now or after the poll that is going on. No effect on a task that has
    /// finished.
    pub fn abort(&self) {
        let _entered = EnterGuard::set_current(&self.core);
        self.core.executor.abort(self.task);
    }

    /// True if the task has finished: by itself, by a panic, or aborted.
    pub fn is_finished(&self) -> bool {
        self.core.executor.is_finished(self.task)
    }
}

impl fmt::Debug for AbortHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbortHandle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
