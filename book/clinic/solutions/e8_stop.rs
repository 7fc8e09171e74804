//! Solution of c8: the signal to stop comes first, since it comes once; the two sides take turns.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use tokio::sync::{mpsc, oneshot};

// ANCHOR: work
/// Hands each job from `miners` and from `pool` to `job`, until it is told to stop.
pub async fn work(
    miners: mpsc::Receiver<u32>,
    pool: mpsc::Receiver<u32>,
    mut stop: oneshot::Receiver<()>,
    mut job: impl FnMut(u32),
) {
    let (mut first, mut second) = (miners, pool);
    loop {
        tokio::select! {
            biased;
            _ = &mut stop => return,
            Some(number) = first.recv() => job(number),
            Some(number) = second.recv() => job(number),
        }
        std::mem::swap(&mut first, &mut second);
    }
}
// ANCHOR_END: work

#[path = "../exercises/tests/e8_stop.rs"]
mod tests;
