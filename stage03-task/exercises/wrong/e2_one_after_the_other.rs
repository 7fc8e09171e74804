//! Rejected with: both must be under way at once

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
    let a = y.yield_from(first.join()).await?;
    let second = Task::spawn(&event_loop, second);
    Ok((a, y.yield_from(second.join()).await?))
}

#[path = "../tests/e2_both.rs"]
mod tests;
