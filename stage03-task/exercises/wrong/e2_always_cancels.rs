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
    match y.yield_from(first.join()).await {
        Ok(a) => match y.yield_from(second.join()).await {
            Ok(b) => Ok((a, b)),
            Err(_) => Err(stage03::Cancelled.into()),
        },
        Err(error) => {
            second.cancel();
            Err(error)
        }
    }
}

#[path = "../tests/e2_both.rs"]
mod tests;
