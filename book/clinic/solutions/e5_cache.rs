//! Solution of c5: the lock is held for a look at the map, and each page has a cell that may be awaited.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

// ANCHOR: Cache
/// Pages by their address.
#[derive(Default)]
pub struct Cache {
    pages: Mutex<HashMap<String, Arc<OnceCell<String>>>>,
}

impl Cache {
    /// Gives the page at this address. If the cache does not have it, `fetch` is called, and its future fetches the page.
    pub async fn get<F: Future<Output = String>>(
        &self,
        address: &str,
        fetch: impl FnOnce() -> F,
    ) -> String {
        let cell = self.cell(address);
        cell.get_or_init(fetch).await.clone()
    }

    /// The cell of a page. The lock is released when this returns.
    fn cell(&self, address: &str) -> Arc<OnceCell<String>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.entry(address.into()).or_default().clone()
    }
}
// ANCHOR_END: Cache

#[path = "../exercises/tests/e5_cache.rs"]
mod tests;
