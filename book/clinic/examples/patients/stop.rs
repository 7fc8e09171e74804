//! Patient 8: a worker that cannot be stopped. After <https://github.com/stratum-mining/sv2-apps/issues/801>.

use tokio::sync::{mpsc, oneshot};

// ANCHOR: work
/// Hands each job from `miners` and from `pool` to `job`, until it is told to stop.
pub async fn work(
    mut miners: mpsc::Receiver<u32>,
    mut pool: mpsc::Receiver<u32>,
    mut stop: oneshot::Receiver<()>,
    mut job: impl FnMut(u32),
) {
    loop {
        tokio::select! {
            biased; // work comes first
            Some(number) = miners.recv() => job(number),
            Some(number) = pool.recv() => job(number),
            _ = &mut stop => return,
        }
    }
}
// ANCHOR_END: work
