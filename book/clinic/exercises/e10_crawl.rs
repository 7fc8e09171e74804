//! Exercise c10: a crawl that has seen everything, and does not end.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `crawl` hold. The tests call `crawl` alone: all else is
//! yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c10`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::future::BoxFuture;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Fetches a page, and gives the pages that it links to.
pub type Fetch = Arc<dyn Fn(u32) -> BoxFuture<'static, Vec<u32>> + Send + Sync>;

/// Fetches a page, the pages that it links to, those that they link to, and so on. Gives their numbers.
///
/// - Each page is fetched once. Pages that are known and not fetched yet are fetched at the same time.
/// - It returns when the last fetch has ended, and at once: however long a fetch takes.
/// - A fetch that panics is a page without links.
/// - When it has returned, nothing is left of it: no task, and no copy of `fetch`.
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

#[path = "tests/e10_crawl.rs"]
mod tests;
