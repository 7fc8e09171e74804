//! What `spawn` gives back: the right to the outcome, and the power to cancel.

use crate::{
    runtime::{
        context::{Core, EnterGuard},
        task::harness::Outcome,
    },
    util::{lock::lock, panic::catch_panic, slot_map::Key},
};
use std::{
    any::Any,
    error::Error,
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    rc::Rc,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

/// The outcome of a task, to be awaited: what Python's `Task` is to those who await it.
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

    /// Cancels the task: its future is dropped, now. If it is being polled right now, it is dropped when it next
    /// pauses. A task that has ended stays as it finished.
    pub fn abort(&self) {
        if let Some(task) = self.task {
            let _entered = EnterGuard::set_current(&self.core);
            self.core.executor.abort(task);
        }
    }

    /// Whether the task has finished, in whatever way.
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
    /// When it has given its outcome already, and when a task waits for itself.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let task = self
            .task
            .expect("a JoinHandle was polled after it was ready");
        let mut outcome: Option<Outcome<T>> = None;
        if self
            .core
            .executor
            .join(task, context.waker(), &mut outcome)
            .is_pending()
        {
            return Poll::Pending;
        }
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

/// Why a task gave no result.
pub struct JoinError(Cause);

enum Cause {
    Cancelled,
    /// With what. The lock is never contended: it makes of a `Send` value one that is `Sync` too, as errors should
    /// be. In a box of its own, since every task keeps room for an error.
    Panicked(Box<Payload>),
}

/// What a panic carries, until it is taken.
struct Payload(Mutex<Option<Box<dyn Any + Send>>>);

impl Payload {
    fn take(&mut self) -> Option<Box<dyn Any + Send>> {
        let panic = self.0.get_mut();
        panic.unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Payload {
    /// It may panic again, on a thread that is unwinding already.
    fn drop(&mut self) {
        let panic = self.take();
        catch_panic(|| drop(panic));
    }
}

impl JoinError {
    pub(crate) fn cancelled() -> Self {
        JoinError(Cause::Cancelled)
    }

    pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Self {
        JoinError(Cause::Panicked(Box::new(Payload(Mutex::new(Some(panic))))))
    }

    /// Whether the task was aborted, or its runtime dropped.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.0, Cause::Cancelled)
    }

    /// Whether the task panicked, or its future did when it was dropped.
    pub fn is_panic(&self) -> bool {
        matches!(self.0, Cause::Panicked(_))
    }

    /// What the task panicked with, for [`std::panic::resume_unwind`].
    ///
    /// # Panics
    ///
    /// If the task did not panic but was cancelled.
    pub fn into_panic(self) -> Box<dyn Any + Send> {
        self.try_into_panic()
            .expect("the task was cancelled, it did not panic")
    }

    /// As [`into_panic`](Self::into_panic), where it is not known which it was.
    ///
    /// # Errors
    ///
    /// This error again, if the task was cancelled.
    pub fn try_into_panic(self) -> Result<Box<dyn Any + Send>, JoinError> {
        match self.0 {
            Cause::Panicked(mut panic) => Ok(panic.take().expect("it is taken once")),
            Cause::Cancelled => Err(self),
        }
    }

    /// The message of a panic, if it has one.
    fn message(&self) -> Option<String> {
        let Cause::Panicked(panic) = &self.0 else {
            return None;
        };
        let panic = lock(&panic.0);
        let panic = panic.as_deref()?;
        let text = panic.downcast_ref().copied().map(str::to_owned);
        text.or_else(|| panic.downcast_ref::<String>().cloned())
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.message()) {
            (Cause::Cancelled, _) => f.write_str("the task was cancelled"),
            (Cause::Panicked(_), Some(message)) => write!(f, "the task panicked: {message}"),
            (Cause::Panicked(_), None) => f.write_str("the task panicked"),
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl Error for JoinError {}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
