//! The clock of the runtime, real or virtual.

use crate::runtime::context::with_current;
use std::time::{Duration, Instant};

/// What time it is for the runtime that runs here; outside of one, what time it is.
pub fn now() -> Instant {
    with_current(|core| core.timers.now()).unwrap_or_else(Instant::now)
}

/// So long after this moment. What no clock can say is thirty years, or the last moment that it can say.
pub(crate) fn later(moment: Instant, duration: Duration) -> Instant {
    const YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let sum = moment.checked_add(duration);
    let sum = sum.or_else(|| moment.checked_add(YEARS.min(duration)));
    sum.unwrap_or_else(|| last_after(moment))
}

/// The last moment that an `Instant` can say. The standard library does not tell which that is.
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
