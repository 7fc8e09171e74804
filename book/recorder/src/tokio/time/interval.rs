//! A timer that ticks again and again.

use super::{Duration, Instant, timer};
use crate::{wait::Wait, words::Words};
use std::ops::{Deref, DerefMut};

/// As tokio's: waiting for a tick is recorded. Its other methods are tokio's.
#[derive(Debug)]
pub struct Interval {
    interval: ::tokio::time::Interval,
    /// The next tick, unless one was missed.
    next: Instant,
}

/// As tokio's.
///
/// # Panics
/// If the period is zero.
#[track_caller]
pub fn interval(period: Duration) -> Interval {
    interval_at(Instant::now(), period)
}

/// As tokio's.
///
/// # Panics
/// If the period is zero.
#[track_caller]
pub fn interval_at(next: Instant, period: Duration) -> Interval {
    let interval = ::tokio::time::interval_at(next, period);
    Interval { interval, next }
}

impl Interval {
    /// As tokio's.
    #[track_caller]
    pub fn tick(&mut self) -> impl Future<Output = Instant> {
        let Interval { interval, next } = self;
        let period = interval.period();
        let left = next.saturating_duration_since(Instant::now());
        let words = Words::Time("a tick, each ", period);
        let tick = Wait::new(interval.tick(), words, timer(left));
        async move {
            let at = tick.await;
            *next = at + period;
            at
        }
    }
}

impl Deref for Interval {
    type Target = ::tokio::time::Interval;
    fn deref(&self) -> &Self::Target {
        &self.interval
    }
}

impl DerefMut for Interval {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.interval
    }
}
