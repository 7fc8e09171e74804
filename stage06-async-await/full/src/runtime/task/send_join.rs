//! `SendJoinHandle`: the outcome of what may run on another thread.

use crate::runtime::coop;
use crate::runtime::task::error::{JoinError, Outcome};
use crate::runtime::task::finished::{Finished, Finishes, finished};
use crate::runtime::task::harness::Deliver;
use crate::util::panic::catch_panic;
use futures::channel::oneshot;
use futures::future::Aborted;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{fmt, mem};

/// Awaits the outcome of a task or a blocking job on any thread, in any runtime; a [`JoinHandle`](crate::JoinHandle)
/// stays on one thread.
///
/// Dropping it detaches the task, which goes on. If the runtime is dropped before the task has finished, the outcome
/// is a cancellation, so this never waits forever. After the outcome was taken, a poll says that the task was
/// cancelled.
///
/// ```
/// use stage06_full::{Runtime, spawn_blocking};
///
/// Runtime::new().block_on(async {
///     let sum = spawn_blocking(|| (1..=100).sum::<u32>());
///     assert_eq!(sum.await.expect("it does not panic"), 5050);
/// });
/// ```
pub struct SendJoinHandle<T> {
    /// The other end is dropped with the task: that is a cancellation.
    outcome: oneshot::Receiver<Outcome<T>>,
    finished: Finished,
    /// True if the outcome has been taken.
    taken: bool,
    cancel: Box<dyn Fn() + Send + Sync>,
}

/// Where the outcome goes. Dropping it instead says that there will be none.
pub(crate) struct Report<T> {
    outcome: oneshot::Sender<Outcome<T>>,
    /// Dropped last: finished means that the outcome is there.
    finishes: Finishes,
}

impl<T> Report<T> {
    pub(crate) fn send(self, outcome: Outcome<T>) {
        catch_panic(|| drop(self.outcome.send(outcome))); // without a handle it is dropped here
        drop(self.finishes);
    }
}

/// A task that was spawned from another thread sends its outcome there, and keeps nothing.
impl<T> Deliver<Result<T, Aborted>> for Option<Report<T>> {
    fn deliver(
        &mut self,
        outcome: Outcome<Result<T, Aborted>>,
    ) -> Option<Outcome<Result<T, Aborted>>> {
        let outcome = outcome.and_then(|output| output.map_err(|Aborted| JoinError::cancelled()));
        if let Some(report) = self.take() {
            report.send(outcome);
        }
        None
    }
}

impl<T> SendJoinHandle<T> {
    /// A handle, and the report that the task sends the outcome with.
    pub(crate) fn new(cancel: impl Fn() + Send + Sync + 'static) -> (Report<T>, Self) {
        let (sender, outcome) = oneshot::channel();
        let (finishes, finished) = finished();
        let handle = SendJoinHandle {
            outcome,
            finished,
            taken: false,
            cancel: Box::new(cancel),
        };
        let outcome = sender;
        (Report { outcome, finishes }, handle)
    }

    /// Cancels it, from any thread. The future of a task is dropped on its own thread, in the next turn of its loop. A
    /// blocking job is cancelled only if it has not begun. No effect on what has finished.
    pub fn abort(&self) {
        (self.cancel)();
    }

    /// True if it has finished, in whatever way: the next poll is ready.
    pub fn is_finished(&self) -> bool {
        self.taken || self.finished.get()
    }
}

impl<T> Future for SendJoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = Pin::new(&mut self.outcome);
        let outcome = ready!(coop::cooperate(context, |context| outcome.poll(context)));
        self.taken = true;
        Poll::Ready(outcome.unwrap_or_else(|_| Err(JoinError::cancelled())))
    }
}

impl<T> Drop for SendJoinHandle<T> {
    /// Drops an outcome that was not taken, and the waker of a task that waited. No task is to blame if that panics.
    fn drop(&mut self) {
        self.outcome.close();
        catch_panic(|| drop(self.outcome.try_recv()));
        let (_, none) = oneshot::channel();
        let waited = mem::replace(&mut self.outcome, none);
        catch_panic(|| drop(waited));
    }
}

impl<T> fmt::Debug for SendJoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendJoinHandle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
