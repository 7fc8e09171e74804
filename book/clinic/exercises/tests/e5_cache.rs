//! The provided tests of c5. They call `Cache::default` and `get`.

#[path = "paused.rs"]
mod paused;

use super::Cache;
use futures::future::{join, join_all};
use paused::paused;
use std::cell::Cell;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// A site whose pages take a second each.
#[derive(Default)]
struct Site {
    fetched: Cell<u32>,
}

impl Site {
    async fn page(&self, address: &str) -> String {
        self.fetched.set(self.fetched.get() + 1);
        sleep(SECOND).await;
        format!("the page {address}")
    }

    async fn get(&self, cache: &Cache, address: &str) -> String {
        cache.get(address, || self.page(address)).await
    }
}

#[test]
fn a_page_is_fetched_once_and_kept() {
    paused("the page a", || async {
        let (cache, site) = (Cache::default(), Site::default());
        assert_eq!(site.get(&cache, "a").await, "the page a");
        sleep(600 * SECOND).await;
        assert_eq!(site.get(&cache, "a").await, "the page a");
        assert_eq!(
            site.fetched.get(),
            1,
            "fetches, for two `get`s of one page, the second ten minutes later"
        );
    });
}

#[test]
fn a_page_in_the_cache_takes_no_time() {
    paused("the page a", || async {
        let (cache, site) = (Cache::default(), Site::default());
        site.get(&cache, "a").await;
        let begin = Instant::now();
        site.get(&cache, "a").await;
        assert_eq!(
            begin.elapsed(),
            Duration::ZERO,
            "the time for a page that the cache has"
        );
    });
}

#[test]
fn pages_have_their_own_text() {
    paused("the pages", || async {
        let (cache, site) = (Cache::default(), Site::default());
        for address in ["a", "b", "a", "c", "b"] {
            assert_eq!(
                site.get(&cache, address).await,
                format!("the page {address}")
            );
        }
        assert_eq!(site.fetched.get(), 3, "fetches, for three pages");
    });
}

#[test]
fn two_tasks_ask_for_one_page() {
    paused(
        "the second task's page: the first is fetching it, on the same thread",
        || async {
            let (cache, site) = (Cache::default(), Site::default());
            let begin = Instant::now();
            let (a, b) = join(site.get(&cache, "a"), site.get(&cache, "a")).await;
            let took = begin.elapsed();
            assert_eq!(
                (&*a, &*b),
                ("the page a", "the page a"),
                "what two tasks were given"
            );
            assert_eq!(
                site.fetched.get(),
                1,
                "fetches, for two tasks that asked for one page at the same time"
            );
            assert!(
                took < 2 * SECOND,
                "two tasks asked for one page, which takes a second, and the slower had it after {took:?}"
            );
        },
    );
    five_tasks_ask_for_one_page();
}

fn five_tasks_ask_for_one_page() {
    paused(
        "the page, which five tasks want: the first has fetched it",
        || async {
            let (cache, site) = (Cache::default(), Site::default());
            let begin = Instant::now();
            let pages = join_all((0..5).map(|_| site.get(&cache, "a"))).await;
            let took = begin.elapsed();
            assert_eq!(pages, ["the page a"; 5], "what five tasks were given");
            assert_eq!(
                site.fetched.get(),
                1,
                "fetches, for five tasks that asked for one page at the same time"
            );
            assert!(
                took < 2 * SECOND,
                "five tasks asked for one page, which takes a second, and the slowest had it after {took:?}"
            );
        },
    );
}

#[test]
fn ten_pages_are_fetched_at_once() {
    paused(
        "ten pages: a task waits for a page while another is fetched, on the same thread",
        || async {
            let (cache, site) = (Cache::default(), Site::default());
            let addresses: Vec<String> = (0..10).map(|n| n.to_string()).collect();
            let begin = Instant::now();
            join_all(addresses.iter().map(|address| site.get(&cache, address))).await;
            let took = begin.elapsed();
            assert!(
                took < 2 * SECOND,
                "ten pages of a second each, asked for at the same time, took {took:?}: each waited for the one before"
            );
            assert_eq!(site.fetched.get(), 10, "fetches, for ten pages");
            let begin = Instant::now();
            let known = async {
                site.get(&cache, "0").await;
                begin.elapsed()
            };
            let (_, took) = join(site.get(&cache, "new"), known).await;
            assert_eq!(
                took,
                Duration::ZERO,
                "the time for a page that the cache has, while another one is fetched"
            );
        },
    );
}

#[test]
fn a_page_is_fetched_again_if_the_first_task_gives_up() {
    paused(
        "the page, after the task that fetched it has given up",
        || async {
            let (cache, site) = (Cache::default(), Site::default());
            let first = timeout(SECOND / 2, site.get(&cache, "a"));
            let second = async {
                sleep(SECOND / 4).await;
                site.get(&cache, "a").await
            };
            let (first, second) = join(first, second).await;
            assert!(
                first.is_err(),
                "a page takes a second, and came in half a second"
            );
            assert_eq!(second, "the page a", "what the second task was given");
            assert_eq!(
                site.get(&cache, "a").await,
                "the page a",
                "what a third task is given"
            );
            assert_eq!(
                site.fetched.get(),
                2,
                "fetches: one that was given up, and one by the task that waited"
            );
        },
    );
    a_page_is_fetched_again_if_two_tasks_give_up();
}

fn a_page_is_fetched_again_if_two_tasks_give_up() {
    paused(
        "the page: a task that waited for it has given up, and then the one that fetched it",
        || async {
            let (cache, site) = (Cache::default(), Site::default());
            let first = timeout(SECOND / 2, site.get(&cache, "a"));
            let second = timeout(SECOND / 4, site.get(&cache, "a"));
            let begin = Instant::now();
            let third = async {
                let page = site.get(&cache, "a").await;
                (page, begin.elapsed())
            };
            let ((first, second), (third, took)) = join(join(first, second), third).await;
            assert!(
                first.is_err() && second.is_err(),
                "a page takes a second, and came in half a second"
            );
            assert_eq!(third, "the page a", "what the third task was given");
            assert!(
                took < 2 * SECOND,
                "the task that fetched the page gave up after half a second, a page takes a second, and the task that waited had \
                 it after {took:?}"
            );
        },
    );
}
