//! `JoinHandle`: the right to the outcome of a task, and the power to abort it.

use crate::runtime::context::EnterGuard;
use crate::runtime::coop;
use crate::runtime::core::Core;
use crate::runtime::task::abort::AbortHandle;
use crate::runtime::task::error::{JoinError, Outcome};
use crate::util::slot_map::Key;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// Awaits the outcome of a task, as awaiting a `Task` does in Python.
///
/// Dropping it detaches the task, which goes on. It stays on the thread of its task;
/// [`Handle::spawn`](crate::Handle::spawn) gives one that can be sent.
///
/// ```
/// stage06_full::Runtime::new().block_on(async {
///     let task = stage06_full::spawn(async { 6 * 7 });
///     assert_eq!(task.await.expect("it does not panic"), 42);
/// });
/// ```
pub struct JoinHandle<T> {
    core: Rc<Core>,
    /// `None` once the outcome has been taken.
    task: Option<Key>,
    output: PhantomData<fn() -> T>,
}

impl<T> JoinHandle<T> {
    pub(crate) fn new(core: Rc<Core>, task: Key) -> Self {
        JoinHandle {
            core,
            task: Some(task),
            output: PhantomData,
        }
    }

    /// Cancels the task: its future is dropped, now or after the poll that is going on. No effect on a task that has
    /// finished.
    pub fn abort(&self) {
        if let Some(task) = self.task {
            let _entered = EnterGuard::set_current(&self.core);
            self.core.executor.abort(task);
        }
    }

    /// Another way to abort the task, for those who do not await it.
    pub fn abort_handle(&self) -> AbortHandle {
        AbortHandle::new(self.core.clone(), self.task.unwrap_or(Key::null()))
    }

    /// True if the task has finished: by itself, by a panic, or aborted.
    pub fn is_finished(&self) -> bool {
        self.task
            .is_none_or(|task| self.core.executor.is_finished(task))
    }
}

// ANCHOR: JoinHandle
impl<T: 'static> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// # Panics
    ///
    /// When it is polled after it was ready, and when a task awaits itself.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let task = self
            .task
            .expect("a JoinHandle was polled after it was ready");
        let mut outcome: Option<Outcome<T>> = None;
        let executor = &self.core.executor;
        ready!(coop::cooperate(context, |context| {
            executor.join(task, context.waker(), &mut outcome)
        }));
        self.task = None;
        Poll::Ready(outcome.unwrap_or_else(|| Err(JoinError::cancelled())))
    }
}
// ANCHOR_END: JoinHandle

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        if let Some(task) = self.task {
            self.core.executor.detach(task);
        }
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
