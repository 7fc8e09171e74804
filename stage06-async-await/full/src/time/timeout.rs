//! A time limit: a future that is too late is dropped.

use crate::time::sleep::{Sleep, sleep, sleep_until};
use pin_project_lite::pin_project;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

pin_project! {
    /// A future with a time limit; made by [`timeout()`] and [`timeout_at`].
    #[derive(Debug)]
    pub struct Timeout<F> {
        #[pin]
        future: F,
        #[pin]
        limit: Sleep,
    }
}

/// The time limit passed before the future was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

/// Awaits a future, but for no longer than `limit`. Then the future is dropped. It is polled at least once, whatever
/// the limit is.
///
/// ```
/// use stage06_full::{Elapsed, Runtime, timeout};
/// use std::{future::pending, time::Duration};
///
/// Runtime::with_virtual_time().block_on(async {
///     let second = Duration::from_secs(1);
///     assert_eq!(timeout(second, async { 42 }).await, Ok(42));
///     assert_eq!(timeout(second, pending::<u8>()).await, Err(Elapsed));
/// });
/// ```
///
/// # Errors
///
/// [`Elapsed`] if the limit passes first.
///
/// # Panics
///
/// When it is polled outside of a runtime.
pub fn timeout<F: Future>(limit: Duration, future: F) -> Timeout<F> {
    let limit = sleep(limit);
    Timeout { future, limit }
}

/// As [`timeout()`], with a deadline.
///
/// # Errors
///
/// As `timeout`.
///
/// # Panics
///
/// As `timeout`.
pub fn timeout_at<F: Future>(deadline: Instant, future: F) -> Timeout<F> {
    let limit = sleep_until(deadline);
    Timeout { future, limit }
}

// ANCHOR: Timeout
impl<F: Future> Future for Timeout<F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(output) = this.future.poll(context) {
            return Poll::Ready(Ok(output));
        }
        this.limit.poll(context).map(|()| Err(Elapsed))
    }
}
// ANCHOR_END: Timeout

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is over")
    }
}

impl Error for Elapsed {}
