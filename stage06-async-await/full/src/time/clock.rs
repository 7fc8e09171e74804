//! The clock of the runtime, real or virtual.

use crate::runtime::context::with_current;
use std::time::{Duration, Instant};

/// Returns the time of the current runtime, real or virtual; outside of a runtime, the real time.
pub fn now() -> Instant {
    with_current(|core| core.timers.now()).unwrap_or_else(Instant::now)
}

/// `duration` after `moment`. If that is more than an `Instant` can represent: thirty years, or its last moment.
pub(crate) fn later(moment: Instant, duration: Duration) -> Instant {
    const YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let sum = moment.checked_add(duration);
    let sum = sum.or_else(|| moment.checked_add(YEARS.min(duration)));
    sum.unwrap_or_else(|| last_after(moment))
}

/// The last moment that an `Instant` can represent. The standard library does not tell which that is.
fn last_after(mut moment: Instant) -> Instant {
    let mut step = Duration::MAX;
    while !step.is_zero() {
        match moment.checked_add(step) {
            Some(later) => moment = later,
            None => step /= 2,
        }
    }
    moment
}
