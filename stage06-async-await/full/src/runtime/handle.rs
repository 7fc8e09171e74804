//! The way to a runtime from other threads.

use crate::runtime::blocking::pool::Pool;
use crate::runtime::context::expect_current;
use crate::runtime::core::Core;
use crate::runtime::scheduler::shared::Shared;
use crate::runtime::task::send_join::SendJoinHandle;
use std::fmt;
use std::sync::Arc;

/// Spawns on a runtime from any thread; made by [`Runtime::handle`](crate::Runtime::handle) or [`Handle::current`].
///
/// It does not keep the runtime alive. When the runtime is gone, what a handle spawns is dropped at once, and the
/// [`SendJoinHandle`] says that it was cancelled.
///
/// ```
/// use stage06_full::{Runtime, sleep};
/// use std::{thread, time::Duration};
///
/// Runtime::new().block_on(async {
///     let handle = stage06_full::Handle::current();
///     let helper = thread::spawn(move || handle.spawn(async {
///         sleep(Duration::from_millis(1)).await; // on the loop's thread
///         42
///     }));
///     let task = helper.join().expect("no panic");
///     assert_eq!(task.await.expect("no panic"), 42);
/// });
/// ```
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
    pool: Arc<Pool>,
}

impl Handle {
    pub(crate) fn of(core: &Core) -> Self {
        Handle {
            shared: core.shared().clone(),
            pool: core.pool.clone(),
        }
    }

    /// A handle of the current runtime.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn current() -> Self {
        Handle::of(&expect_current())
    }

    /// Makes a task of a future, and unparks the loop, which runs it. The future has to be `Send`, since it moves to
    /// the thread of the loop; there it stays.
    pub fn spawn<F>(&self, future: F) -> SendJoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.shared.spawn(future)
    }

    /// As [`spawn_blocking`](crate::spawn_blocking), from any thread.
    ///
    /// ```
    /// let runtime = stage06_full::Runtime::new();
    /// let job = runtime.handle().spawn_blocking(|| 6 * 7);
    /// assert_eq!(runtime.block_on(job).expect("no panic"), 42);
    /// ```
    pub fn spawn_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> SendJoinHandle<T> {
        self.pool.spawn(work)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").finish_non_exhaustive()
    }
}
