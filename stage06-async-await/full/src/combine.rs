//! Several futures in one: all of them, or the first.

use futures::StreamExt;
use futures::stream::FuturesOrdered;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// Runs futures beside each other, and gives their results in the order of the futures. Python: `asyncio.gather`.
///
/// They are parts of the task that awaits this, not tasks of their own: they may borrow from it, they are dropped
/// with it, and a panic in one is its panic. Only those that were woken are polled.
///
/// ```
/// use stage06_full::{Runtime, gather, now, sleep};
/// use std::time::Duration;
///
/// Runtime::with_virtual_time().block_on(async {
///     let begin = now();
///     let naps = [3, 1, 2].map(|seconds| async move {
///         sleep(Duration::from_secs(seconds)).await;
///         seconds
///     });
///     assert_eq!(gather(naps).await, [3, 1, 2]);
///     assert_eq!(now() - begin, Duration::from_secs(3), "the longest");
/// });
/// ```
pub async fn gather<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let all: FuturesOrdered<F> = futures.into_iter().collect();
    all.collect().await
}

/// Gives the result of the one that is ready first, and drops the other. If both are ready it is the left one.
///
/// ```
/// use stage06_full::{Runtime, race, sleep};
/// use std::time::Duration;
///
/// let nap = |seconds| async move {
///     sleep(Duration::from_secs(seconds)).await;
///     seconds
/// };
/// assert_eq!(Runtime::with_virtual_time().block_on(race(nap(2), nap(1))), 1);
/// ```
pub async fn race<T>(left: impl Future<Output = T>, right: impl Future<Output = T>) -> T {
    let (mut left, mut right) = (pin!(left), pin!(right));
    poll_fn(|context| match left.as_mut().poll(context) {
        Poll::Pending => right.as_mut().poll(context),
        ready => ready,
    })
    .await
}
