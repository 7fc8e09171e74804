//! Patient 10: a crawl that has seen everything, and does not end. After <https://github.com/tokio-rs/tokio/issues/1761>.

use futures::future::BoxFuture;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Fetches a page, and gives the pages that it links to.
pub type Fetch = Arc<dyn Fn(u32) -> BoxFuture<'static, Vec<u32>> + Send + Sync>;

// ANCHOR: crawl
/// Fetches a page, the pages that it links to, those that they link to, and so on. Gives their numbers.
pub async fn crawl(start: u32, fetch: Fetch) -> BTreeSet<u32> {
    let (found, mut pages) = mpsc::channel(1000);
    found.send(start).await.expect("we have the receiver");
    let mut seen = BTreeSet::new();
    while let Some(page) = pages.recv().await {
        if seen.insert(page) {
            let (found, fetch) = (found.clone(), fetch.clone());
            tokio::spawn(async move {
                for link in fetch(page).await {
                    let _ = found.send(link).await;
                }
            });
        }
    }
    seen
}
// ANCHOR_END: crawl
