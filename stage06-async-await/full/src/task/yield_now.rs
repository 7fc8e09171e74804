//! A pause without an event.

use std::future::poll_fn;
use std::mem;
use std::task::Poll;

/// Lets every other ready task take a step.
// ANCHOR: yield_now
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
// ANCHOR_END: yield_now
