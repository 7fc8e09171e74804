//! The runtime: an executor, timers and a reactor, and the one loop that turns them.

use crate::{
    runtime::{
        builder::Builder,
        context::{Core, EnterGuard},
        handle::Handle,
        scheduler::executor::root::Root,
        task::join::JoinHandle,
    },
    util::panic::catch_panic,
};
use std::{
    any::type_name,
    fmt,
    future::Future,
    pin::{Pin, pin},
    rc::Rc,
    task::Poll,
    thread,
    time::Duration,
};

/// Everything that futures need in order to run, on one thread.
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

/// What a runtime has done and holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// Tasks that have not ended, or whose outcome waits to be taken; the future of `block_on` is one.
    pub tasks: usize,
    /// Timers that are set.
    pub timers: usize,
    /// Sockets that are registered.
    pub sockets: usize,
    /// How often a future was polled, of whatever task.
    pub polls: u64,
    /// How often the thread has slept; in virtual time, how often the clock has jumped.
    pub parks: u64,
}

/// After so many polls the loop looks at sockets and clock, even if tasks are ready: a task that always wakes itself
/// must not keep them waiting.
pub(crate) const EVENT_INTERVAL: usize = 64;

impl Runtime {
    /// A runtime without tasks. It holds no descriptor until the first socket is made.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A runtime that is not as usual: what can be set is there.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// A runtime whose clock stands still while anybody is awake. When all wait, it jumps to the next deadline: what
    /// takes an hour takes no time, and the same time in every run.
    pub fn with_virtual_time() -> Self {
        Self::builder().virtual_time().build()
    }

    /// Runs this future to its end, and all tasks meanwhile. The thread sleeps while nobody can go on.
    ///
    /// If every task waits and nothing can wake one, it sleeps for ever. A debug build names the tasks in an event of
    /// the crate `tracing`: a warning if no waker of theirs is left anywhere, a debug event if only another thread can
    /// have one.
    ///
    /// # Panics
    ///
    /// When the future does; a task that panics tells only its handle. If a runtime runs on this thread already. When
    /// the operating system cannot wait for sockets.
    // ANCHOR: block_on
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let _entered = EnterGuard::enter_runtime(&self.0);
        let mut future = pin!(future);
        let root = self.0.executor.add_root(type_name::<F>());
        loop {
            for task in (0..EVENT_INTERVAL).map_while(|_| self.0.executor.next()) {
                if task != root.key {
                    self.0.executor.poll(task);
                } else if let Poll::Ready(output) = self.0.poll_root(&root, future.as_mut()) {
                    return output;
                }
            }
            self.0.poll_drivers();
        }
    }
    // ANCHOR_END: block_on

    /// Makes a task of a future. It runs whenever [`block_on`](Self::block_on) does.
    pub fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> JoinHandle<F::Output> {
        JoinHandle::new(self.0.clone(), self.0.executor.spawn(future))
    }

    /// What other threads can reach it by.
    pub fn handle(&self) -> Handle {
        Handle::of(&self.0)
    }

    /// Its numbers, up to now.
    pub fn metrics(&self) -> Metrics {
        self.0.metrics()
    }
}

impl Core {
    /// What the loop does between tasks: it sleeps until something happens, or if somebody is ready just looks; then
    /// it wakes whoever this concerns.
    // ANCHOR: poll_drivers
    fn poll_drivers(&self) {
        match self.executor.is_idle() {
            true => self.park(),
            false => self.poll_sockets(Some(Duration::ZERO)),
        }
        self.executor.drain_inject();
        self.timers.fire();
    }
    // ANCHOR_END: poll_drivers

    /// How long the loop may sleep; `None`: for ever. Virtual time stands still for blocking jobs: who becomes idle
    /// there sends a message.
    pub(crate) fn until_next(&self) -> Option<Duration> {
        let next = self.timers.until_next();
        next.filter(|next| next.is_zero() || !self.timers.is_virtual() || !self.pool.is_busy())
    }

    /// As `look`, without ever sleeping.
    pub(crate) fn poll_drivers_now(&self) {
        self.poll_sockets(Some(Duration::ZERO));
        self.executor.drain_inject();
        self.timers.fire();
    }

    fn poll_root<F: Future>(&self, root: &Root<'_>, future: Pin<&mut F>) -> Poll<F::Output> {
        let watch = &self.executor.watch;
        let begun = watch.begin();
        let poll = future.poll(&mut root.context());
        watch.end(begun, root.key, type_name::<F>);
        poll
    }

    /// Sleeps until a socket is ready, a message comes, or the time is over: unless a message is there already. No user
    /// code runs between the decision and the sleep, so nothing can wake a task, or take this thread's wake-up, unseen.
    // ANCHOR: park
    fn park(&self) {
        if !self.may_park() {
            return self.poll_sockets(Some(Duration::ZERO)); // messages must not keep them waiting
        }
        self.parks.set(self.parks.get() + 1);
        match (self.until_next(), self.driver.get()) {
            (Some(rest), _) if self.timers.is_virtual() => self.timers.auto_advance(rest),
            (timeout, Some(driver)) => driver.wait(timeout),
            (Some(timeout), None) => thread::park_timeout(timeout),
            (None, None) => thread::park(),
        }
        self.shared().inject.end_park();
    }

    /// True if all wait and there is no message. This looks twice: before it tells the listeners, who are user code,
    /// and after it.
    fn may_park(&self) -> bool {
        let inject = &self.shared().inject;
        if !inject.begin_park() {
            return false;
        }
        self.tell_park();
        if self.timers.is_virtual() {
            self.poll_sockets(Some(Duration::ZERO)); // time passes only when they are silent
        }
        let may = self.executor.is_idle() && inject.begin_park();
        if !may {
            inject.end_park();
        }
        may
    }
    // ANCHOR_END: park

    fn poll_sockets(&self, timeout: Option<Duration>) {
        if let Some(driver) = self.driver.get() {
            driver.wait(timeout);
        }
    }

    pub(crate) fn metrics(&self) -> Metrics {
        Metrics {
            tasks: self.executor.tasks(),
            timers: self.timers.len(),
            sockets: self.driver.get().map_or(0, |driver| driver.registry.len()),
            polls: self.executor.polls.get(),
            parks: self.parks.get(),
        }
    }
}

// ANCHOR: Runtime
impl Drop for Runtime {
    /// Drops every future that has not ended, the oldest first, on this thread. A panic in one of these drops stops
    /// at its task. What they wake is not polled, and what they spawn is dropped too. Then waits for blocking jobs
    /// that have begun, up to the builder's limit. A socket that is left elsewhere fails from then on.
    fn drop(&mut self) {
        let _entered = EnterGuard::set_current(&self.0);
        self.0.executor.close();
        let messages = self.0.shared().inject.close().into_iter();
        messages.for_each(|message| _ = catch_panic(|| drop(message)));
        self.0.timers.clear();
        if let Some(driver) = self.0.driver.get() {
            driver.registry.close();
        }
        self.0.pool.close(self.0.shutdown_timeout);
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
