//! Where the time comes from: a monotonic clock, or a virtual one that the loop drives.

use std::{
    cell::Cell,
    fmt,
    time::{Duration, Instant},
};

/// Where a loop gets the time from.
pub trait Clock: fmt::Debug {
    /// Returns the time since this clock was made. It never goes back.
    fn now(&self) -> Duration;

    /// Called by the loop at the end of each turn. A real clock ignores it.
    fn turn_ended(&self) {}
}

/// Real time, from the monotonic clock. (The document reads the time of day. When that is set back by a second, its `sleep(0.2)`
/// takes 1.2 seconds.)
#[derive(Debug)]
pub struct Monotonic(Instant);

/// Virtual time: each turn of the loop takes one tick.
///
/// Stage 4's loop knows its timers, and tells [`Simulated`](stage04::Simulated) to jump to the next deadline. This loop does not know
/// what its tasks wait for. But each task that waits looks once a turn, so time may pass with the turns: a program sees the same times
/// and the same order in every run, and a second is over after a thousand turns.
///
/// Time does not pass within a turn. A task that pauses ten times while it works needs ten ticks for that, so choose durations that are
/// much longer than a tick.
#[derive(Debug)]
pub struct Virtual {
    now: Cell<Duration>,
    tick: Duration,
}

impl Monotonic {
    /// A clock that starts now.
    pub fn new() -> Self {
        Monotonic(Instant::now())
    }
}

impl Default for Monotonic {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for Monotonic {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

impl Virtual {
    /// A clock at zero, with a tick of a millisecond.
    pub fn new() -> Self {
        Self::with_tick(Duration::from_millis(1))
    }

    /// A clock at zero, with this tick.
    ///
    /// ```
    /// use stage05::{Loop, Virtual, sleep};
    /// use std::time::Duration;
    ///
    /// let hour = Duration::from_secs(3600);
    /// let event_loop = Loop::with_clock(Virtual::with_tick(hour / 100));
    /// event_loop.run_task(sleep(hour))?;
    /// assert_eq!(event_loop.steps(), 101); // a hundred looks too early, and one more
    /// # Ok::<(), stage01::Exception>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If the tick is zero: no sleep would ever end.
    pub fn with_tick(tick: Duration) -> Self {
        assert!(!tick.is_zero(), "a clock whose tick is zero stands still");
        let now = Cell::default();
        Virtual { now, tick }
    }
}

impl Default for Virtual {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for Virtual {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn turn_ended(&self) {
        self.now.set(self.now.get().saturating_add(self.tick));
    }
}
