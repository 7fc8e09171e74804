//! A pause when the task has had its turn.

use crate::runtime::coop;
use std::future::poll_fn;
use std::task::Poll;

/// Spends one operation of the task's budget, and pauses when it is used up: then every other ready task takes a step.
///
/// The leaves of this crate spend from the budget by themselves: a poll has 128 operations. This is for loops around
/// others, such as the channels of the crate `futures`, or around a computation. A [`yield_now`](crate::yield_now)
/// pauses each time.
///
/// ```
/// use futures::{StreamExt, stream};
/// use stage06_full::{Runtime, task::consume_budget};
///
/// let sum = Runtime::new().block_on(async {
///     let (mut numbers, mut sum) = (stream::iter(1..=1000), 0);
///     while let Some(number) = numbers.next().await {
///         consume_budget().await; // seven pauses
///         sum += number;
///     }
///     sum
/// });
/// assert_eq!(sum, 500_500);
/// ```
// ANCHOR: consume_budget
pub async fn consume_budget() {
    poll_fn(|context| coop::cooperate(context, |_| Poll::Ready(()))).await
}
// ANCHOR_END: consume_budget
