//! How a runtime is set up.

use crate::runtime::config::Config;
use crate::runtime::runtime::Runtime;
use std::time::Duration;

/// Sets up a runtime; made by [`Runtime::builder`].
///
/// ```
/// use stage06_full::{Runtime, sleep, spawn_blocking};
/// use std::time::Duration;
///
/// let runtime = Runtime::builder()
///     .virtual_time()
///     .max_blocking_threads(2)
///     .build();
/// runtime.block_on(sleep(Duration::from_secs(3600))); // takes no time
/// ```
#[derive(Clone, Debug)]
pub struct Builder(Config);

impl Runtime {
    /// Begins to set up a runtime.
    pub fn builder() -> Builder {
        Builder(Config::default())
    }
}

impl Builder {
    /// A clock that stands still while a task can go on. When all tasks wait it is advanced to the next deadline,
    /// unless a blocking job is running: how much virtual time that takes is not known.
    pub fn virtual_time(mut self) -> Self {
        self.0.virtual_time = true;
        self
    }

    /// How many threads may run blocking jobs at the same time; 16 unless this says otherwise. More jobs than that
    /// wait in a queue.
    ///
    /// # Panics
    ///
    /// If it is zero: no job would ever begin.
    pub fn max_blocking_threads(mut self, threads: usize) -> Self {
        assert!(threads > 0, "blocking jobs need at least one thread");
        self.0.max_blocking_threads = threads;
        self
    }

    /// How long dropping the runtime waits for blocking jobs that have begun; a second unless this says otherwise.
    /// Those that take longer are left to themselves, and a warning says how many they are. Real time, also where the
    /// runtime's is virtual.
    pub fn shutdown_timeout(mut self, limit: Duration) -> Self {
        self.0.shutdown_timeout = limit;
        self
    }

    /// Warns of a task whose poll takes longer than this: meanwhile no other task is polled. Debug builds do so from
    /// 100 ms on, unless this says otherwise; release builds only if this is called. The warning is an event of the
    /// crate `tracing`.
    ///
    /// Python: `loop.slow_callback_duration`, in debug mode.
    pub fn slow_task(mut self, limit: Duration) -> Self {
        self.0.slow_task = Some(limit);
        self
    }

    /// Makes the runtime, on this thread. It holds neither threads nor descriptors until a task needs them.
    pub fn build(self) -> Runtime {
        Runtime::with_config(&self.0)
    }
}
