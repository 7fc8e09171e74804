//! Waiting for time to pass.

pub(crate) mod interval;
pub(crate) mod sleep;
pub(crate) mod timeout;

pub use interval::{Interval, interval};
pub use sleep::{Sleep, now, sleep, sleep_until};
pub use timeout::{Elapsed, Timeout, timeout, timeout_at};
