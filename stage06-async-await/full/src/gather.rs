//! Several futures in one.

use futures::StreamExt;
use futures::stream::FuturesOrdered;

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
