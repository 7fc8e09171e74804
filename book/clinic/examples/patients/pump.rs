//! Patient 9: a queue that grows until the memory is full. After <https://github.com/getsentry/snuba/issues/5874>.

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

// ANCHOR: pump
/// Takes batches from `source` and uploads them, and returns when all are uploaded.
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
// ANCHOR_END: pump
