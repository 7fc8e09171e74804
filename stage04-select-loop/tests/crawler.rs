//! The crawler on this loop keeps the promises of stage 3's.

mod support;

use stage03::{
    site::{Behaviour, Site, a_third_fails},
    web::Report,
};
use stage04::{EventLoop, crawler::crawl};
use std::collections::BTreeMap;
use support::promptly;

/// Crawls a site over at most so many connections, and checks that each page was asked for once.
fn crawled(connections: usize, behaves: fn(&str) -> Behaviour) -> Report {
    promptly("a crawl", move || {
        let site = Site::start(behaves).expect("loopback");
        let mut event_loop = EventLoop::new().expect("a loop");
        let report = event_loop.run_until_complete(crawl(site.address(), "/", connections));
        let once = Site::pages().into_iter().map(|page| (page, 1));
        assert_eq!(site.visits(), once.collect::<BTreeMap<_, _>>());
        assert!(site.most_at_once() <= connections);
        assert_eq!(event_loop.tasks(), 0);
        report.expect("a page that fails is no failure of the crawl")
    })
}

#[test]
fn every_page_is_visited_once() {
    for connections in [1, 4, 16] {
        let report = crawled(connections, |_| Behaviour::Well);
        assert_eq!(report.visited, Site::pages());
        assert_eq!(report.failed, BTreeMap::new());
    }
}

#[test]
fn each_failure_is_named_and_ends_nothing() {
    for connections in [1, 4, 16] {
        let report = crawled(connections, a_third_fails);
        assert_eq!(report.visited.len(), 24);
        let failed = report
            .failed
            .iter()
            .map(|(page, why)| format!("{page}: {why}"));
        assert_eq!(
            failed.collect::<Vec<_>>(),
            [
                "/page/05: connection reset",
                "/page/08: 404 Not Found",
                "/page/14: connection reset",
                "/page/17: 404 Not Found",
                "/page/23: connection reset",
                "/page/26: 404 Not Found",
            ]
        );
    }
}
