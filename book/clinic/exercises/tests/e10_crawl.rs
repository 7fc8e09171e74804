//! The provided tests of c10. They call `crawl` and nothing else.

#[path = "paused.rs"]
mod paused;

use super::{Fetch, crawl};
use paused::paused;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// How often each page was fetched.
type Fetched = Arc<Mutex<BTreeMap<u32, u32>>>;

/// A site: page `n` has these links and takes so many seconds.
fn site(pages: impl Fn(u32) -> (Vec<u32>, u32) + Send + Sync + 'static) -> (Fetch, Fetched) {
    let (fetched, pages) = (Fetched::default(), Arc::new(pages));
    let note = fetched.clone();
    let fetch = move |page| -> futures::future::BoxFuture<'static, Vec<u32>> {
        *note.lock().unwrap().entry(page).or_default() += 1;
        let pages = pages.clone();
        Box::pin(async move {
            let (links, seconds) = pages(page);
            if seconds > 0 {
                sleep(SECOND * seconds).await;
            }
            links
        })
    };
    (Arc::new(fetch), fetched)
}

/// A chain of pages, each with a link to the next and one back to the first.
fn chain(last: u32, seconds: u32) -> (Fetch, Fetched) {
    site(move |page| {
        (
            if page < last {
                vec![page + 1, 0]
            } else {
                vec![0]
            },
            seconds,
        )
    })
}

#[test]
fn a_page_without_links() {
    paused("the end of a crawl of one page", || async {
        let (fetch, _) = site(|_| (Vec::new(), 0));
        assert!(
            crawl(7, fetch).await.iter().eq(&[7]),
            "the site has the page 7"
        );
    });
}

#[test]
fn a_chain_of_quick_pages() {
    paused("the end of a crawl of fifty pages", || async {
        let (fetch, fetched) = chain(49, 0);
        let seen = crawl(0, fetch).await;
        assert!(
            seen.into_iter().eq(0..50),
            "each page links to the next; fetched were only {:?}",
            fetched.lock().unwrap().keys()
        );
    });
}

#[test]
fn a_chain_of_slow_pages() {
    paused(
        "the end of a crawl of five pages, a minute each",
        || async {
            let (fetch, _) = chain(4, 60);
            let begin = Instant::now();
            let seen = crawl(0, fetch).await;
            assert!(
                seen.iter().eq(&[0, 1, 2, 3, 4]),
                "each page links to the next, and takes a minute; seen were {seen:?}"
            );
            let took = begin.elapsed();
            assert_eq!(
                took,
                300 * SECOND,
                "the time for five pages of a minute each, one known after the other"
            );
        },
    );
}

#[test]
fn each_page_is_fetched_once() {
    paused("the end of a crawl of twenty pages", || async {
        let (fetch, fetched) = site(|_| ((0..20).collect(), 0));
        assert_eq!(crawl(0, fetch).await.len(), 20, "the site has twenty pages");
        let often: Vec<_> = fetched
            .lock()
            .unwrap()
            .clone()
            .into_iter()
            .filter(|(_, times)| *times != 1)
            .collect();
        assert!(
            often.is_empty(),
            "each of twenty pages links to all; these were fetched so many times: {often:?}"
        );
    });
}

#[test]
fn pages_are_fetched_at_the_same_time() {
    paused("the end of a crawl", || async {
        let (fetch, _) = site(|page| {
            (
                if page == 0 {
                    (1..2500).collect()
                } else {
                    vec![0]
                },
                1,
            )
        });
        let begin = Instant::now();
        let seen = crawl(0, fetch).await;
        let took = begin.elapsed();
        assert_eq!(seen.len(), 2500, "the first page links to 2,499 others");
        assert!(
            took <= 3 * SECOND,
            "one page, and then 2,499 at the same time, each a second: it took {took:?}"
        );
    });
}

#[test]
fn a_fetch_that_panics_is_a_page_without_links() {
    paused("the end of a crawl after a fetch that panics", || async {
        let (fetch, _) = site(|page| match page {
            0 => (vec![1, 2], 0),
            1 => panic!("page 1 panics, as the test wants it to"),
            2 => (vec![3], 0),
            _ => (Vec::new(), 0),
        });
        let seen = crawl(0, fetch).await;
        assert!(
            seen.iter().eq(&[0, 1, 2, 3]),
            "page 1 panics, page 2 links to page 3; seen were {seen:?}"
        );
    });
}

#[test]
fn nothing_is_left() {
    paused("the end of a crawl", || async {
        let (fetch, _) = chain(9, 0);
        crawl(0, fetch.clone()).await;
        for _ in 0..10 {
            yield_now().await;
        }
        let copies = Arc::strong_count(&fetch) - 1;
        assert_eq!(
            copies, 0,
            "copies of `fetch` that are left after the crawl: what owns them?"
        );
        let tasks = tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks();
        assert_eq!(tasks, 0, "tasks that are left after the crawl");
    });
}
