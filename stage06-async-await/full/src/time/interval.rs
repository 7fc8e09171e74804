//! A clock that ticks.

use crate::time::clock::{later, now};
use crate::time::sleep::{Sleep, sleep_until};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// Ticks at fixed moments; made by [`interval`].
///
/// The moments are planned: a tick that is late does not make the next one late. Those that were
/// not awaited in time are skipped, not made up for in a rush.
#[derive(Debug)]
pub struct Interval {
    next: Sleep,
    period: Duration,
}

/// Ticks now, and then whenever `period` has passed.
///
/// ```
/// use stage06_full::{Runtime, interval, now};
/// use std::time::Duration;
///
/// Runtime::with_virtual_time().block_on(async {
///     let begin = now();
///     let mut clock = interval(Duration::from_secs(10));
///     for n in 0..3 {
///         assert_eq!(clock.tick().await - begin, Duration::from_secs(10 * n));
///     }
/// });
/// ```
///
/// # Panics
///
/// If the period is zero; and when it is polled outside of a runtime.
pub fn interval(period: Duration) -> Interval {
    assert!(
        !period.is_zero(),
        "an interval needs a period greater than zero"
    );
    let next = sleep_until(now());
    Interval { next, period }
}

impl Interval {
    /// The next tick: the moment for which it was planned. Cancel-safe: a tick that was not waited for to the end
    /// comes next time.
    pub async fn tick(&mut self) -> Instant {
        poll_fn(|context| self.poll_tick(context)).await
    }

    /// As [`tick`](Self::tick), for those who write futures by hand.
    // ANCHOR: poll_tick
    pub fn poll_tick(&mut self, context: &mut Context<'_>) -> Poll<Instant> {
        ready!(Pin::new(&mut self.next).poll(context));
        let planned = self.next.deadline();
        let late = now().saturating_duration_since(planned);
        let into_period = late.as_nanos() % self.period.as_nanos();
        let skipped = late.saturating_sub(nanoseconds(into_period));
        self.next
            .reset(later(planned, skipped.saturating_add(self.period)));
        Poll::Ready(planned)
    }
    // ANCHOR_END: poll_tick
}

/// Fewer than a `Duration` has.
fn nanoseconds(count: u128) -> Duration {
    const SECOND: u128 = 1_000_000_000;
    Duration::new((count / SECOND) as u64, (count % SECOND) as u32)
}
