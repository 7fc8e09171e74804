//! A crawler: tasks that take pages from one frontier until nothing is left.

use crate::{
    Await, Cancelled, Fetcher, Task, Wait,
    web::{Frontier, Next, Report, follow, why},
};
use stage01::{Exception, Result, Yielder, co};
use stage02::{EventLoop, Future, catch_panic};
use std::{cell::RefCell, net::SocketAddr, rc::Rc};

/// Visits every page of a server that can be reached from `start`, over at most so many `connections` at once.
///
/// A page that cannot be visited does not end the crawl: the [`Report`] names it, and says why. Cancelling the task breaks
/// all of its connections off.
///
/// Its tasks wait for each other, and for a future that only they hold: they own each other, and stay when the loop is dropped. To give
/// the loop up, cancel the crawl and run the loop to its end.
///
/// ```
/// use stage02::EventLoop;
/// use stage03::{crawl, site::{Behaviour, Site}};
///
/// let site = Site::start(|_page| Behaviour::Well)?;
/// let event_loop = EventLoop::new()?;
/// let crawl = crawl(&event_loop, site.address(), "/", 4);
/// event_loop.run()?;
/// let report = crawl.future().result().expect("it ended")?;
/// assert_eq!(report.visited, Site::pages());
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// # Panics
///
/// If `connections` is 0.
// ANCHOR: crawl
pub fn crawl(
    event_loop: &EventLoop,
    address: SocketAddr,
    start: &str,
    connections: usize,
) -> Task<Report> {
    assert!(connections > 0, "a crawl needs a connection");
    let crawler = Rc::new(Crawler {
        address,
        fetcher: Fetcher::new(event_loop),
        frontier: RefCell::new(Frontier::new(start)),
        news: RefCell::new(Future::new(event_loop)),
    });
    let worker = |_| {
        let crawler = crawler.clone();
        Task::spawn(event_loop, co(|y| crawler.work(y)))
    };
    let workers = Workers((0..connections).map(worker).collect());
    let crawling = async move |y: Yielder<Wait>| {
        for worker in &workers.0 {
            y.yield_from(worker.join()).await?;
        }
        Ok(crawler.frontier.borrow().report().clone())
    };
    Task::spawn(event_loop, co(crawling))
}
// ANCHOR_END: crawl

/// What the workers of one crawl share.
#[derive(Debug)]
struct Crawler {
    address: SocketAddr,
    fetcher: Fetcher,
    frontier: RefCell<Frontier>,
    /// Done when the next page has been visited; then there is a new one. Workers that have nothing to do wait for it.
    news: RefCell<Future>,
}

impl Crawler {
    /// Visits one page after another, over one connection at a time.
    // ANCHOR: work
    async fn work(self: Rc<Self>, y: Yielder<Wait>) -> Result {
        loop {
            let next = self.frontier.borrow_mut().take();
            match next {
                Next::Finished => return Ok(()),
                Next::Wait => {
                    let news = Await::new(&self.news.borrow());
                    y.yield_from(news).await?;
                }
                Next::Visit(page) => {
                    let visited = self.visit(&y, &page).await;
                    self.note(&page, visited)?;
                }
            }
        }
    }

    /// Where a page leads.
    async fn visit(&self, y: &Yielder<Wait>, page: &str) -> Result<Vec<String>> {
        let answer = y.yield_from(self.fetcher.fetch(self.address, page)).await?;
        Ok(follow(self.address, page, &answer)?)
    }
    // ANCHOR_END: work

    // ANCHOR: note
    /// Writes down what became of a page, and wakes the workers that have nothing to do.
    fn note(&self, page: &str, visited: Result<Vec<String>>) -> Result {
        match visited {
            Ok(links) => self.frontier.borrow_mut().visited(page, links),
            Err(error) => self.failed(page, error)?,
        }
        let news = self.news.replace(Future::new(&self.fetcher.event_loop()?));
        let _ = news.set_result(());
        Ok(())
    }
    // ANCHOR_END: note

    /// Writes down a page that could not be visited, and why. A cancel says nothing of the page, and is passed on.
    fn failed(&self, page: &str, error: Exception) -> Result {
        if error.is::<Cancelled>() {
            return Err(error);
        }
        self.frontier.borrow_mut().failed(page, why(&error));
        Ok(())
    }
}

/// The workers of a crawl, which end with it.
struct Workers(Vec<Task>);

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &self.0 {
            let _ = catch_panic(|| worker.cancel()); // an observer is told, and may panic
        }
    }
}
