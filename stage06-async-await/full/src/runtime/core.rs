//! The event loop: an executor, timers and an io driver, joined by `run_once`.

use crate::runtime::blocking::pool::Pool;
use crate::runtime::config::Config;
use crate::runtime::coop;
use crate::runtime::io::driver::Driver;
use crate::runtime::metrics::Metrics;
use crate::runtime::park::park;
use crate::runtime::scheduler::executor::Executor;
use crate::runtime::scheduler::executor::root::Root;
use crate::runtime::scheduler::shared::{Message, Shared};
use crate::runtime::time::Timers;
use crate::util::panic::{catch_panic, emit};
use std::cell::{Cell, OnceCell};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

/// The parts of a runtime, which tasks, handles and leaves share.
pub(crate) struct Core {
    /// Tells this runtime from all others.
    pub(crate) id: u64,
    pub(crate) executor: Executor,
    pub(crate) timers: Timers,
    /// Made when the first socket is registered. A runtime without sockets holds no descriptor.
    driver: OnceCell<Driver>,
    /// How often the loop was parked.
    parks: Cell<u64>,
    pub(crate) pool: Arc<Pool>,
    shutdown_timeout: Duration,
}

/// After so many polls the loop asks for events, even if tasks are ready: a task that always wakes itself must not keep
/// the others waiting.
pub(crate) const EVENT_INTERVAL: usize = 64;

impl Core {
    pub(crate) fn new(config: &Config) -> Self {
        static RUNTIMES: AtomicU64 = AtomicU64::new(0);
        let shared = Arc::new(Shared::new());
        let watching = config.virtual_time.then(|| shared.clone());
        let on_idle = move || {
            let watching = watching.iter();
            watching.for_each(|shared| shared.send(Message::BlockingIdle));
        };
        Core {
            id: RUNTIMES.fetch_add(1, Ordering::Relaxed),
            executor: Executor::new(shared, config.slow_task),
            timers: Timers::new(config.virtual_time),
            driver: OnceCell::new(),
            parks: Cell::new(0),
            pool: Arc::new(Pool::new(config.max_blocking_threads, on_idle)),
            shutdown_timeout: config.shutdown_timeout,
        }
    }

    /// One turn of the loop: polls the tasks that were woken, then waits for events, which wake others. Ready when the
    /// future of `block_on` is.
    // ANCHOR: run_once
    pub(crate) fn run_once<F: Future>(&self, root: &mut Root<'_, F>) -> Poll<F::Output> {
        for task in (0..EVENT_INTERVAL).map_while(|_| self.executor.next()) {
            if task != root.key {
                self.executor.poll(task);
            } else if let Poll::Ready(output) = root.poll() {
                return Poll::Ready(output);
            }
            if coop::is_exhausted() {
                break; // that was a long step: first look around
            }
        }
        match self.may_park() {
            true => self.park(),
            false => self.poll_drivers(Some(Duration::ZERO)),
        }
        Poll::Pending
    }
    // ANCHOR_END: run_once

    /// Waits for events, for at most `timeout`; `None`: without limit. Then wakes the tasks that they concern.
    // ANCHOR: poll_drivers
    pub(crate) fn poll_drivers(&self, timeout: Option<Duration>) {
        match self.driver.get() {
            Some(driver) => driver.poll(timeout),
            None => park(timeout),
        }
        self.shared().inject.end_park();
        self.executor.drain_inject();
        self.timers.fire();
    }
    // ANCHOR_END: poll_drivers

    /// Sleeps until a socket is ready, a message comes, or a deadline has passed. No user code runs between `may_park`
    /// and the sleep, so nothing can wake a task unseen, or take the token of an `unpark`.
    // ANCHOR: park
    fn park(&self) {
        self.parks.set(self.parks.get() + 1);
        let mut timeout = self.until_next_deadline();
        if let Some(rest) = timeout
            && self.timers.is_virtual()
        {
            self.timers.auto_advance(rest);
            timeout = Some(Duration::ZERO);
        }
        self.poll_drivers(timeout);
    }

    /// True if all tasks wait and there is no message. This looks twice: before it tells the listeners, which are user
    /// code, and after it. If it returns false, `poll_drivers` ends what `begin_park` has begun.
    fn may_park(&self) -> bool {
        let may = || self.executor.is_idle() && self.shared().inject.begin_park();
        if !may() {
            return false;
        }
        self.tell_park();
        if self.timers.is_virtual() {
            self.poll_drivers(Some(Duration::ZERO)); // time passes only when the sockets are silent
        }
        may()
    }
    // ANCHOR_END: park

    /// The longest that the loop may sleep; `None`: without limit. Virtual time does not pass while a blocking job
    /// runs: the thread that becomes idle sends a message.
    fn until_next_deadline(&self) -> Option<Duration> {
        let next = self.timers.until_next();
        next.filter(|next| next.is_zero() || !self.timers.is_virtual() || !self.pool.is_busy())
    }

    /// Tells the listeners that the loop parks. A debug build also tells if nothing that this runtime knows of can end
    /// that: a program that hangs then says where.
    fn tell_park(&self) {
        let timeout = self.until_next_deadline();
        emit!(TRACE, ?timeout, "park");
        if !cfg!(debug_assertions) || timeout.is_some() || self.pool.is_busy() {
            return;
        }
        if self.executor.is_out_of_reach() {
            let tasks = self.executor.names();
            emit!(WARN, %tasks, "deadlock: nothing can wake a task any more");
        } else if !self
            .driver
            .get()
            .is_some_and(|driver| driver.registry.is_awaited())
        {
            emit!(DEBUG, tasks = %self.executor.names(), "all tasks wait: only another thread can wake one");
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.executor.shared
    }

    pub(crate) fn driver(&self) -> io::Result<&Driver> {
        if let Some(driver) = self.driver.get() {
            return Ok(driver);
        }
        let driver = Driver::new(self.shared())?;
        if self.executor.is_closed() {
            driver.registry.close();
        }
        Ok(self.driver.get_or_init(|| driver))
    }

    pub(crate) fn metrics(&self) -> Metrics {
        let driver = self.driver.get();
        Metrics {
            tasks: self.executor.tasks(),
            timers: self.timers.len(),
            sockets: driver.map_or(0, |driver| driver.registry.len()),
            polls: self.executor.polls.get(),
            parks: self.parks.get(),
        }
    }

    /// Drops all futures, and waits for blocking jobs.
    pub(crate) fn close(&self) {
        self.executor.close();
        let messages = self.shared().inject.close().into_iter();
        messages.for_each(|message| _ = catch_panic(|| drop(message)));
        self.timers.clear();
        if let Some(driver) = self.driver.get() {
            driver.registry.close();
        }
        self.pool.close(self.shutdown_timeout);
    }
}
