//! Waiting for time to pass.

pub(crate) mod clock;
pub(crate) mod interval;
pub(crate) mod sleep;
pub(crate) mod timeout;

pub use clock::now;
pub use interval::{Interval, interval};
pub use sleep::{Sleep, sleep, sleep_until};
pub use timeout::{Elapsed, Timeout, timeout, timeout_at};
