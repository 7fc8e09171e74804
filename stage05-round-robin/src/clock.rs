//! Where the time comes from: a clock that nobody can set, or one that the loop itself drives.

use std::{
    cell::Cell,
    fmt,
    time::{Duration, Instant},
};

/// Where a loop gets the time from.
pub trait Clock: fmt::Debug {
    /// The time since this clock was made. It never goes back.
    fn now(&self) -> Duration;

    /// The loop says that every task has had its turn once more. A real clock does not care.
    fn round_ended(&self) {}
}

/// Real time. The document asks for the time of day, which an administrator may set back: then a `sleep(0.2)` takes 1.2
/// seconds. This is the monotonic clock.
#[derive(Debug)]
pub struct Monotonic(Instant);

/// Virtual time: each round of the loop takes one tick, whatever was done in it.
///
/// The loop cannot know what its tasks wait for, so nobody can tell this clock when to jump to, as the loop of stage 4 can
/// tell [`Simulated`](stage04::Simulated). But whoever waits looks once in a round. So time passes with the rounds: a program sees
/// the same times and the same order in every run, and a second is a thousand rounds, soon over.
///
/// Within a round time stands still. Work costs as many ticks as it yields, so durations should be long beside a tick.
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
    /// assert_eq!(event_loop.steps(), 101); // a hundred times too early, then once more
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

    fn round_ended(&self) {
        self.now.set(self.now.get().saturating_add(self.tick));
    }
}
