//! Stage 3's crawler as an `async fn`: the same site, the same frontier, the same report.

use futures::{AsyncReadExt, AsyncWriteExt, future::join_all};
use stage01::println;
use stage03::{
    site::{Site, a_third_fails},
    web::{Frontier, Next, Report, follow, request, why},
};
use stage06_full::{Runtime, net::TcpStream, spawn};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::poll_fn,
    io,
    net::SocketAddr,
    rc::Rc,
    task::{Poll, Waker},
};

struct Crawler {
    address: SocketAddr,
    frontier: RefCell<Frontier>,
    /// Wakers of workers that have nothing to do: a wait of its own, which the runtime has never heard of.
    idle: RefCell<VecDeque<Waker>>,
    visits: Cell<u32>,
}

impl Crawler {
    /// Visits one page after another, over one connection at a time.
    async fn work(self: Rc<Self>) {
        loop {
            let next = self.frontier.borrow_mut().take();
            match next {
                Next::Finished => return,
                Next::Wait => self.news().await,
                Next::Visit(page) => {
                    let visited = self.visit(&page).await;
                    self.note(&page, visited);
                }
            }
        }
    }

    /// Where a page leads.
    // ANCHOR: visit
    async fn visit(&self, page: &str) -> stage01::Result<Vec<String>> {
        let mut server = TcpStream::connect(self.address).await?;
        server
            .write_all(request(self.address, page).as_bytes())
            .await?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).await?;
        Ok(follow(self.address, page, &answer)?)
    }
    // ANCHOR_END: visit

    /// Writes down what became of a page, and wakes the workers that have nothing to do.
    fn note(&self, page: &str, visited: stage01::Result<Vec<String>>) {
        self.visits.set(self.visits.get() + 1);
        match visited {
            Ok(links) => self.frontier.borrow_mut().visited(page, links),
            Err(error) => self.frontier.borrow_mut().failed(page, why(&error)),
        }
        let idle = self.idle.take();
        idle.into_iter().for_each(Waker::wake);
    }

    /// Waits until a page has been visited.
    // ANCHOR: news
    async fn news(&self) {
        let before = self.visits.get();
        poll_fn(|context| {
            if self.visits.get() > before {
                return Poll::Ready(());
            }
            self.idle.borrow_mut().push_back(context.waker().clone());
            Poll::Pending
        })
        .await
    }
    // ANCHOR_END: news
}

/// Visits every page that can be reached from `/`, over at most so many connections at once.
async fn crawl(address: SocketAddr, connections: usize) -> Report {
    let crawler = Rc::new(Crawler {
        address,
        frontier: RefCell::new(Frontier::new("/")),
        idle: RefCell::default(),
        visits: Cell::new(0),
    });
    let workers = (0..connections).map(|_| spawn(crawler.clone().work()));
    join_all(workers).await;
    crawler.frontier.borrow().report().clone()
}

fn main() -> io::Result<()> {
    let site = Site::start(a_third_fails)?;
    let runtime = Runtime::new();
    let report = runtime.block_on(crawl(site.address(), 4));
    println!("{} pages visited; not these:", report.visited.len());
    for (page, why) in report.failed {
        println!("  {page}: {why}");
    }
    println!("≈ {} polls", runtime.metrics().polls);
    Ok(())
}
