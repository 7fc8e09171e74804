//! Exercise s3e2: two at once.

use stage01::{Result, Routine, Yielder};
use stage02::EventLoop;
use stage03::{Task, Wait};

// ANCHOR: both
async fn both<A: Clone + 'static, B: Clone + 'static>(
    y: Yielder<Wait>,
    event_loop: EventLoop,
    first: Routine<Wait, A>,
    second: Routine<Wait, B>,
) -> Result<(A, B)> {
    let first = Task::spawn(&event_loop, first);
    let second = Task::spawn(&event_loop, second);
    let results = async {
        let a = y.yield_from(first.join()).await?;
        Ok((a, y.yield_from(second.join()).await?))
    };
    let results = results.await;
    if results.is_err() {
        first.cancel();
        second.cancel();
    }
    results
}
// ANCHOR_END: both

#[path = "../exercises/tests/e2_both.rs"]
mod tests;
