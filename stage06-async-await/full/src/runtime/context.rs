//! The runtime that runs on this thread, for those who cannot be handed it: wakers and leaves.

use crate::runtime::{
    blocking::pool::Pool, builder::Builder, handle::Handle, io::driver::Driver,
    scheduler::executor::Executor, task::waker::Shared, time::Timers,
};
use std::{
    cell::{Cell, OnceCell, RefCell},
    io,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The parts of a runtime that tasks, handles and leaves share.
pub(crate) struct Core {
    /// Tells this runtime from all others.
    pub(crate) id: u64,
    pub(crate) executor: Executor,
    pub(crate) timers: Timers,
    /// Made when the first socket is registered. A runtime without sockets holds no descriptor.
    pub(crate) driver: OnceCell<Driver>,
    /// How often the thread has slept.
    pub(crate) parks: Cell<u64>,
    pub(crate) pool: Arc<Pool>,
    pub(crate) shutdown_timeout: Duration,
}

impl Core {
    pub(crate) fn new(settings: &Builder) -> Self {
        static RUNTIMES: AtomicU64 = AtomicU64::new(0);
        let shared = Arc::new(Shared::new());
        let watcher = settings.virtual_time.then(|| shared.clone());
        Core {
            id: RUNTIMES.fetch_add(1, Ordering::Relaxed),
            executor: Executor::new(shared, settings.slow_task),
            timers: Timers::new(settings.virtual_time),
            driver: OnceCell::new(),
            parks: Cell::new(0),
            pool: Arc::new(Pool::new(settings.max_blocking_threads, watcher)),
            shutdown_timeout: settings.shutdown_timeout,
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.executor.shared
    }

    pub(crate) fn driver(&self) -> io::Result<&Driver> {
        if self.driver.get().is_none() {
            let driver = Driver::new(Handle::of(self))?;
            if self.executor.is_closed() {
                driver.registry.close();
            }
            self.driver
                .set(driver)
                .ok()
                .expect("nobody else has set it");
        }
        Ok(self.driver.get().expect("it has been set"))
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
}

/// A runtime is current on this thread for as long as this lives, also when that ends by a panic. Holds the one that
/// was before.
pub(crate) struct EnterGuard(Option<Rc<Core>>);

impl EnterGuard {
    /// # Panics
    ///
    /// If a runtime runs here already: while the inner one waited, nobody would run the outer one's tasks.
    pub(crate) fn enter_runtime(core: &Rc<Core>) -> Self {
        let entered = EnterGuard::set_current(core);
        assert!(
            entered.0.is_none(),
            "block_on inside of block_on: a loop turns on this thread already; spawn the future, or await it"
        );
        entered
    }

    /// For what does not wait. When the thread is ending nobody is current.
    pub(crate) fn set_current(core: &Rc<Core>) -> Self {
        let outer = CURRENT.try_with(|current| current.replace(Some(core.clone())));
        EnterGuard(outer.ok().flatten())
    }
}

impl Drop for EnterGuard {
    fn drop(&mut self) {
        let _left = CURRENT.try_with(|current| current.replace(self.0.take()));
    }
}

/// Asks the current runtime for something, if there is one. What is asked must not run user code, since that may
/// run a runtime.
pub(crate) fn try_with<T>(ask: impl FnOnce(&Core) -> T) -> Option<T> {
    let ask = |current: &RefCell<Option<Rc<Core>>>| current.borrow().as_deref().map(ask);
    CURRENT.try_with(ask).ok().flatten()
}

/// The current runtime, if there is one; there is none either when the thread is ending.
pub(crate) fn get() -> Option<Rc<Core>> {
    CURRENT
        .try_with(|current| current.borrow().clone())
        .ok()
        .flatten()
}

/// The current runtime.
///
/// # Panics
///
/// If none runs on this thread.
pub(crate) fn core() -> Rc<Core> {
    get().expect("no runtime runs on this thread: call this inside of Runtime::block_on")
}
