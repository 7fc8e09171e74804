//! Solution of c9: a queue with room for fourteen batches, whose sender waits for room.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

// ANCHOR: pump
/// Takes batches from `source` and uploads them, and returns when all are uploaded.
pub async fn pump<S, F>(mut source: S, upload: impl Fn(u32) -> F + Send + 'static)
where
    S: Stream<Item = u32> + Unpin + Send + 'static,
    F: Future<Output = ()> + Send,
{
    // Sixteen with the batch that is being uploaded, and the one that waits for room.
    let (to_upload, mut batches) = mpsc::channel(14);
    let reading = async move {
        while let Some(batch) = source.next().await {
            let _ = to_upload.send(batch).await;
        }
    };
    let uploading = async move {
        while let Some(batch) = batches.recv().await {
            upload(batch).await;
        }
    };
    tokio::join!(reading, uploading);
}
// ANCHOR_END: pump

#[path = "../exercises/tests/e9_pump.rs"]
mod tests;
