//! Time for hyper.

use crate::time::clock::now;
use crate::time::sleep::{Sleep, sleep, sleep_until};
use ::hyper::rt;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// The clock and the timers of the runtime that runs here; also of a virtual one.
///
/// ```
/// use stage06_full::hyper::Timer;
///
/// let mut builder = hyper::server::conn::http1::Builder::new();
/// builder.timer(Timer::new()).header_read_timeout(std::time::Duration::from_secs(5));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Timer;

impl Timer {
    /// For `hyper::server::conn::http1::Builder::timer` and its like.
    pub fn new() -> Self {
        Timer
    }
}

/// It is a number or two, so it is `Send` and `Sync`, as hyper wants it.
impl rt::Sleep for Sleep {}

// ANCHOR: Timer
impl rt::Timer for Timer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn rt::Sleep>> {
        Box::pin(sleep(duration))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn rt::Sleep>> {
        Box::pin(sleep_until(deadline))
    }

    fn now(&self) -> Instant {
        now()
    }

    /// Moves the timer, where the default would make a new one.
    fn reset(&self, sleep: &mut Pin<Box<dyn rt::Sleep>>, deadline: Instant) {
        match sleep.as_mut().downcast_mut_pin::<Sleep>() {
            Some(sleep) => sleep.get_mut().reset(deadline),
            None => *sleep = self.sleep_until(deadline),
        }
    }
}
// ANCHOR_END: Timer
