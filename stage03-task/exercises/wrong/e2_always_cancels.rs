//! Rejected with: the second child raised

use stage01::{Result, Routine, Yielder};
use stage02::EventLoop;
use stage03::{Task, Wait};

async fn both<A: Clone + 'static, B: Clone + 'static>(
    y: Yielder<Wait>,
    event_loop: EventLoop,
    first: Routine<Wait, A>,
    second: Routine<Wait, B>,
) -> Result<(A, B)> {
    let first = Task::spawn(&event_loop, first);
    let second = Task::spawn(&event_loop, second);
    let a = y.yield_from(first.join()).await;
    if a.is_err() {
        first.cancel();
        second.cancel();
    }
    let a = a?;
    match y.yield_from(second.join()).await {
        Ok(b) => Ok((a, b)),
        Err(_) => Err(stage03::Cancelled.into()),
    }
}

#[path = "../tests/e2_both.rs"]
mod tests;
