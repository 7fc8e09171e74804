//! Stage 3's crawler, by requests: no loop in its hands, no guard, no wake-up.

use crate::{Asks, fetch, gather};
use stage01::{Result, co};
use stage03::web::{Frontier, Next, Report, follow, why};
use std::net::SocketAddr;

/// Visits every page of a server that can be reached from `start`, over at most so many `connections` at once.
///
/// It goes in waves: as many pages as there are connections, and the next ones when all of these have been visited. Workers that
/// each take a page when they have time, as in stage 3, would have to wait for *a page being found*, and there is no such request.
///
/// ```
/// use stage03::site::{Behaviour, Site};
/// use stage04::{EventLoop, crawler::crawl};
///
/// let site = Site::start(|_page| Behaviour::Well)?;
/// let report = EventLoop::new()?.run_until_complete(crawl(site.address(), "/", 4))?;
/// assert_eq!(report.visited, Site::pages());
/// # stage01::Result::<()>::Ok(())
/// ```
///
/// # Panics
///
/// If `connections` is 0.
// ANCHOR: crawl
pub fn crawl(address: SocketAddr, start: &str, connections: usize) -> impl Asks<Report> + use<> {
    assert!(connections > 0, "a crawl needs a connection");
    let mut frontier = Frontier::new(start);
    co(async move |y| {
        loop {
            let wave = wave(&mut frontier, connections);
            if wave.is_empty() {
                return Ok(frontier.report().clone());
            }
            let visits = wave.iter().map(|page| visit(address, page)).collect();
            for (page, visited) in wave.iter().zip(y.yield_from(gather(visits)).await?) {
                match visited {
                    Ok(links) => frontier.visited(page, links),
                    Err(error) => frontier.failed(page, why(&error)),
                }
            }
        }
    })
}
// ANCHOR_END: crawl

/// The next pages: at most so many.
fn wave(frontier: &mut Frontier, most: usize) -> Vec<String> {
    let mut pages = Vec::new();
    while pages.len() < most
        && let Next::Visit(page) = frontier.take()
    {
        pages.push(page);
    }
    pages
}

/// The links of a page, or why it could not be visited. That is no failure of the crawl.
fn visit(address: SocketAddr, page: &str) -> impl Asks<Result<Vec<String>>> + use<> {
    let page = page.to_string();
    co(async move |y| {
        let answer = y.yield_from(fetch(address, &page)).await;
        Ok(answer.and_then(|answer| Ok(follow(address, &page, &answer)?)))
    })
}
