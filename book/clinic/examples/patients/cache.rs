//! Patient 5: a cache, and a thread that waits for itself. After <https://github.com/actix/examples/issues/470>.
#![allow(clippy::await_holding_lock)] // without this line clippy finds the fault

use std::collections::HashMap;
use std::sync::Mutex;

// ANCHOR: Cache
/// Pages by their address.
#[derive(Default)]
pub struct Cache {
    pages: Mutex<HashMap<String, String>>,
}

impl Cache {
    /// Gives the page at this address. If the cache does not have it, `fetch` is called, and its future fetches the page.
    pub async fn get<F: Future<Output = String>>(
        &self,
        address: &str,
        fetch: impl FnOnce() -> F,
    ) -> String {
        let mut pages = self.pages.lock().unwrap();
        if let Some(page) = pages.get(address) {
            return page.clone();
        }
        let page = fetch().await;
        pages.insert(address.into(), page.clone());
        page
    }
}
// ANCHOR_END: Cache
