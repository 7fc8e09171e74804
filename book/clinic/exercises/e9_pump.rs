//! Exercise c9: a queue that grows until the memory is full.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `pump` hold. The tests call `pump` alone: all else is
//! yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c9`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

/// Takes batches from `source` and uploads them, and returns when all are uploaded.
///
/// - One upload at a time, in the order of the source. No batch is lost.
/// - The next batches are read while one is being uploaded, so that a slow source and a slow upload do not add up.
///   When an upload ends and a batch is there, the next upload begins.
/// - At no time are there more than sixteen batches that were read and are not uploaded yet.
/// - If the future of `pump` is dropped, it reads nothing more and uploads nothing more.
pub async fn pump<S, F>(mut source: S, upload: impl Fn(u32) -> F + Send + 'static)
where
    S: Stream<Item = u32> + Unpin + Send + 'static,
    F: Future<Output = ()> + Send,
{
    let (to_upload, mut batches) = mpsc::unbounded_channel();
    let uploading = tokio::spawn(async move {
        while let Some(batch) = batches.recv().await {
            upload(batch).await;
        }
    });
    while let Some(batch) = source.next().await {
        let _ = to_upload.send(batch);
    }
    drop(to_upload);
    let _ = uploading.await;
}

#[path = "tests/e9_pump.rs"]
mod tests;
