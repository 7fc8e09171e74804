//! Exercise c5: a cache, and a thread that waits for itself.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `get` hold. The tests call `Cache::default` and
//! `get`: all else is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c5`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]
#![allow(clippy::await_holding_lock)] // without this line clippy finds the fault

use std::collections::HashMap;
use std::sync::Mutex;

/// Pages by their address.
#[derive(Default)]
pub struct Cache {
    pages: Mutex<HashMap<String, String>>,
}

impl Cache {
    /// Gives the page at this address. If the cache does not have it, `fetch` is called, and its future fetches the page.
    ///
    /// - A page is fetched once and kept, however many tasks ask for it at the same time: the others wait for the first,
    ///   and have the page as soon as it has.
    /// - Two pages are fetched at the same time. A page that the cache has is given at once, whatever is fetched meanwhile.
    /// - If a `get` that fetches is dropped, another one that still waits for the page fetches it, at once.
    /// - The thread is never blocked: all tasks are on one thread, so `Cache` need not be `Sync`.
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

#[path = "tests/e5_cache.rs"]
mod tests;
