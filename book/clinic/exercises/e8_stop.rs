//! Exercise c8: a worker that cannot be stopped.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `work` hold. The tests call `work` alone.
//!
//! Run the tests: `cargo test -p clinic --test c8`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use tokio::sync::{mpsc, oneshot};

/// Hands each job from `miners` and from `pool` to `job`, until it is told to stop.
///
/// - While jobs keep coming on both sides, at least a quarter of any thousand jobs are from each.
/// - It is told to stop by a message on `stop`, or by the drop of its other end. Then it handles at most fifty jobs more, however many are
///   there, and returns.
/// - The jobs of each side are handled in order, none is lost. A side that is closed has no more jobs. If both are, it
///   still waits to be told to stop.
/// - The other tasks of the runtime, which has one thread, get their turns: at the latest after a thousand jobs.
/// - While there is nothing to do, it waits. A job that comes meanwhile is handled at once.
/// - When it has returned, nothing takes jobs out of the channels any more: they are closed.
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

#[path = "tests/e8_stop.rs"]
mod tests;
