//! The loop by hand.

use crate::runtime::context::EnterGuard;
use crate::runtime::core::EVENT_INTERVAL;
use crate::runtime::runtime::Runtime;
use std::iter;
use std::time::Duration;

impl Runtime {
    /// Polls one task that was woken, and never sleeps. False if there was none: then all tasks wait.
    ///
    /// It asks for events of sockets, timers and other threads only when no task is ready. Virtual time does not pass.
    /// This is the loop by hand, for tests and debuggers.
    ///
    /// ```
    /// use stage06_full::{Runtime, yield_now};
    ///
    /// let runtime = Runtime::new();
    /// let task = runtime.spawn(yield_now());
    /// assert!(runtime.try_tick() && !task.is_finished());
    /// assert!(runtime.try_tick() && task.is_finished());
    /// assert!(!runtime.try_tick(), "both have finished");
    /// ```
    ///
    /// # Panics
    ///
    /// Inside of `block_on`, and if the operating system cannot poll sockets.
    // ANCHOR: try_tick
    pub fn try_tick(&self) -> bool {
        let _entered = EnterGuard::enter_runtime(&self.0);
        if self.0.executor.is_idle() {
            self.0.poll_drivers(Some(Duration::ZERO));
        }
        let mut woken = iter::from_fn(|| self.0.executor.next());
        woken.any(|task| self.0.executor.poll(task))
    }
    // ANCHOR_END: try_tick

    /// Polls tasks until all wait, and never sleeps. It does not return while a task always wakes itself.
    ///
    /// # Panics
    ///
    /// As [`try_tick`](Self::try_tick).
    pub fn run_until_stalled(&self) {
        let _entered = EnterGuard::enter_runtime(&self.0);
        self.0.poll_drivers(Some(Duration::ZERO));
        while !self.0.executor.is_idle() {
            let tasks = (0..EVENT_INTERVAL).map_while(|_| self.0.executor.next());
            tasks.for_each(|task| _ = self.0.executor.poll(task));
            self.0.poll_drivers(Some(Duration::ZERO));
        }
    }
}
