//! Solution of c10: the fetches that run are counted by what owns them, a `JoinSet`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::future::BoxFuture;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Fetches a page, and gives the pages that it links to.
pub type Fetch = Arc<dyn Fn(u32) -> BoxFuture<'static, Vec<u32>> + Send + Sync>;

// ANCHOR: crawl
/// Fetches a page, the pages that it links to, those that they link to, and so on. Gives their numbers.
pub async fn crawl(start: u32, fetch: Fetch) -> BTreeSet<u32> {
    let mut seen = BTreeSet::from([start]);
    let mut fetches = JoinSet::new();
    fetches.spawn(fetch(start));
    while let Some(fetched) = fetches.join_next().await {
        for link in fetched.unwrap_or_default() {
            if seen.insert(link) {
                fetches.spawn(fetch(link));
            }
        }
    }
    seen
}
// ANCHOR_END: crawl

#[path = "../exercises/tests/e10_crawl.rs"]
mod tests;
