//! `Runtime`: the owner of a loop, and `block_on`, which turns it.

use crate::runtime::config::Config;
use crate::runtime::context::{CurrentGuard, EnterGuard};
use crate::runtime::core::Core;
use crate::runtime::handle::Handle;
use crate::runtime::metrics::Metrics;
use crate::runtime::task::join::JoinHandle;
use std::fmt;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

/// Runs futures on one thread, with timers, sockets and threads for blocking code.
///
/// It owns its tasks: dropping it drops every future that has not ended, the oldest first. Until then a task that was
/// spawned goes on whenever [`block_on`](Self::block_on) runs.
///
/// ```
/// use stage06_full::{Runtime, sleep, spawn};
/// use std::time::Duration;
///
/// let total = Runtime::new().block_on(async {
///     let slow = spawn(async {
///         sleep(Duration::from_millis(20)).await;
///         40
///     });
///     let quick = spawn(async { 2 });
///     slow.await.expect("no panic") + quick.await.expect("no panic")
/// });
/// assert_eq!(total, 42);
/// ```
pub struct Runtime(pub(crate) Rc<Core>);

impl Runtime {
    /// A runtime without tasks. It holds no descriptor until the first socket is made.
    pub fn new() -> Self {
        Runtime::with_config(&Config::default())
    }

    /// A runtime whose clock stands still while a task can go on. When all tasks wait, the clock is advanced to the
    /// next deadline: an hour takes no time, and every run takes the same.
    pub fn with_virtual_time() -> Self {
        Runtime::with_config(&Config {
            virtual_time: true,
            ..Config::default()
        })
    }

    pub(crate) fn with_config(config: &Config) -> Self {
        Runtime(Rc::new(Core::new(config)))
    }

    /// Runs a future to its end, and all tasks meanwhile. The thread sleeps while none of them can go on.
    ///
    /// If every task waits and nothing can wake one, it sleeps forever. A debug build names the tasks in an event of
    /// the crate `tracing`: a warning if no waker of theirs is left, a debug event if only another thread can have
    /// one.
    ///
    /// # Panics
    ///
    /// When the future panics, inside of another `block_on`, and if the operating system cannot wait for sockets. A
    /// task that panics tells only its handle.
    // ANCHOR: block_on
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let _entered = EnterGuard::enter_runtime(&self.0);
        let future = pin!(future);
        let mut root = self.0.executor.add_root(future);
        loop {
            if let Poll::Ready(output) = self.0.run_once(&mut root) {
                return output;
            }
        }
    }
    // ANCHOR_END: block_on

    /// Makes a task of a future. It runs whenever [`block_on`](Self::block_on) does.
    pub fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> JoinHandle<F::Output> {
        JoinHandle::new(self.0.clone(), self.0.executor.spawn(future))
    }

    /// Makes this runtime the current one of this thread while the guard lives, without running it: for code outside of
    /// [`block_on`](Self::block_on) that spawns, or makes sockets.
    ///
    /// Nothing is polled until `block_on`, so code that waits belongs in there. Inside of another runtime's task the
    /// guard must not be kept across an `.await`. A [`Handle`] has no such method: what it spawns may come from another
    /// thread and must be `Send`, and what becomes current here need not be.
    ///
    /// ```
    /// use stage06_full::{Runtime, spawn};
    ///
    /// let runtime = Runtime::new();
    /// let task = {
    ///     let _guard = runtime.enter();
    ///     spawn(async { 42 })
    /// };
    /// assert_eq!(runtime.block_on(task).expect("no panic"), 42);
    /// ```
    ///
    /// # Panics
    ///
    /// When a guard is dropped before another one that was made later.
    pub fn enter(&self) -> CurrentGuard<'_> {
        CurrentGuard::new(&self.0)
    }

    /// A handle for other threads.
    pub fn handle(&self) -> Handle {
        Handle::of(&self.0)
    }

    /// The numbers of this runtime, up to now.
    pub fn metrics(&self) -> Metrics {
        self.0.metrics()
    }
}

// ANCHOR: Runtime
impl Drop for Runtime {
    /// Drops every future that has not ended, the oldest first, on this thread. A panic in one of these destructors
    /// stops at its task. What they wake is not polled, and what they spawn is dropped too. Then waits for blocking
    /// jobs that have begun, up to the builder's limit. A socket that another thread still holds fails from then on.
    fn drop(&mut self) {
        let _entered = EnterGuard::set_current(&self.0);
        self.0.close();
    }
}
// ANCHOR_END: Runtime

impl Default for Runtime {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Runtime").field(&self.metrics()).finish()
    }
}
