//! Tasks that belong together.

use crate::runtime::task::abort::AbortHandle;
use crate::runtime::task::error::JoinError;
use crate::runtime::task::join::JoinHandle;
use crate::task::spawn::spawn;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use std::collections::VecDeque;
use std::fmt;
use std::task::{Context, Poll, Waker};

/// Tasks with outcomes of one type, which are awaited in the order in which they finish. Python:
/// `asyncio.as_completed`; and `asyncio.TaskGroup`, which also cancels all when one fails.
///
/// Dropping it aborts them all, so no task outlives the one that has spawned it. Unlike the futures of
/// [`gather()`](crate::gather()) they may not borrow, but a panic in one is only its own outcome, and tasks can be added
/// while others run.
///
/// ```
/// use stage06_full::{Runtime, sleep, task::JoinSet};
/// use std::time::Duration;
///
/// Runtime::with_virtual_time().block_on(async {
///     let mut tasks = JoinSet::new();
///     for seconds in [3, 1, 2] {
///         tasks.spawn(async move {
///             sleep(Duration::from_secs(seconds)).await;
///             seconds
///         });
///     }
///     let mut finished = Vec::new();
///     while let Some(outcome) = tasks.join_next().await {
///         finished.push(outcome.expect("no panic"));
///     }
///     assert_eq!(finished, [1, 2, 3]);
/// });
/// ```
pub struct JoinSet<T: 'static> {
    tasks: FuturesUnordered<JoinHandle<T>>,
    /// The outcomes of tasks that finished while others were spawned.
    finished: VecDeque<Result<T, JoinError>>,
}

impl<T: 'static> JoinSet<T> {
    /// A set without tasks.
    pub fn new() -> Self {
        JoinSet {
            tasks: FuturesUnordered::new(),
            finished: VecDeque::new(),
        }
    }

    /// Makes a task of a future, as [`spawn()`](crate::spawn()) does, and adds it to the set. The handle may be dropped.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn spawn(&mut self, future: impl Future<Output = T> + 'static) -> AbortHandle {
        let task = spawn(future);
        let abort = task.abort_handle();
        self.tasks.push(task);
        // From its first poll on a handle tells when its task finishes, so also the order is known.
        let context = &mut Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(outcome)) = self.tasks.poll_next_unpin(context) {
            self.finished.push_back(outcome);
        }
        abort
    }

    /// Waits until a task finishes, and takes its outcome out of the set. `None` if the set is empty.
    ///
    /// Cancel-safe: no outcome is lost when the future is dropped.
    ///
    /// # Errors
    ///
    /// In the outcome: that the task has panicked, or was aborted.
    pub async fn join_next(&mut self) -> Option<Result<T, JoinError>> {
        match self.finished.pop_front() {
            None => self.tasks.next().await,
            outcome => outcome,
        }
    }

    /// How many outcomes have not been taken, of tasks that run or have finished.
    pub fn len(&self) -> usize {
        self.tasks.len() + self.finished.len()
    }

    /// True if every outcome has been taken.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Cancels the tasks that have not finished. They stay in the set: [`join_next`](Self::join_next) gives
    /// their cancellations.
    pub fn abort_all(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }

    /// Cancels the tasks that have not finished, waits until each future is dropped, and empties the set.
    pub async fn shutdown(&mut self) {
        self.abort_all();
        while self.join_next().await.is_some() {}
    }
}

impl<T: 'static> Default for JoinSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: 'static> Drop for JoinSet<T> {
    fn drop(&mut self) {
        self.abort_all();
    }
}

impl<T: 'static> fmt::Debug for JoinSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinSet")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
