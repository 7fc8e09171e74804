//! The loop by hand.

use crate::runtime::context::EnterGuard;
use crate::runtime::core::EVENT_INTERVAL;
use crate::runtime::runtime::Runtime;
use std::time::Duration;

impl Runtime {
    /// Polls one task that has been woken, if there is one, and comes back without having slept. Whether there was
    /// one: if not, all wait.
    ///
    /// It looks at sockets, timers and messages only when nobody is ready.
    ///
    /// The loop by hand, for tests, and for those who want to look on. In virtual time it does not make time pass.
    ///
    /// ```
    /// use stage06_full::{Runtime, yield_now};
    ///
    /// let runtime = Runtime::new();
    /// let task = runtime.spawn(yield_now());
    /// assert!(runtime.try_tick() && !task.is_finished());
    /// assert!(runtime.try_tick() && task.is_finished());
    /// assert!(!runtime.try_tick(), "nobody is left");
    /// ```
    ///
    /// # Panics
    ///
    /// If a runtime runs on this thread already. When the operating system cannot look at sockets.
    // ANCHOR: try_tick
    pub fn try_tick(&self) -> bool {
        let _entered = EnterGuard::enter_runtime(&self.0);
        if self.0.executor.is_idle() {
            self.0.poll_drivers(Some(Duration::ZERO));
        }
        let next = self.0.executor.next();
        next.inspect(|task| self.0.executor.poll(*task)).is_some()
    }
    // ANCHOR_END: try_tick

    /// Polls tasks until nobody is woken any more, and comes back without having slept. A task that always wakes
    /// itself keeps it for ever.
    ///
    /// # Panics
    ///
    /// As [`try_tick`](Self::try_tick).
    pub fn run_until_stalled(&self) {
        let _entered = EnterGuard::enter_runtime(&self.0);
        self.0.poll_drivers(Some(Duration::ZERO));
        while !self.0.executor.is_idle() {
            let tasks = (0..EVENT_INTERVAL).map_while(|_| self.0.executor.next());
            tasks.for_each(|task| self.0.executor.poll(task));
            self.0.poll_drivers(Some(Duration::ZERO));
        }
    }
}
