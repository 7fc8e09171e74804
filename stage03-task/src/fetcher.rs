//! What a coroutine does with a socket: connect, read, write, and a page in straight lines.

use crate::{Wait, web};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, Routine, co,
};
use stage02::{EventLoop, WeakEventLoop};
use std::{
    io,
    net::{SocketAddr, TcpStream},
    rc::Rc,
};

mod read;
mod write;

pub use read::{Read, ReadAll};
pub use write::WriteAll;

/// Makes coroutines that use the network. Each of them holds the loop, because each registers its socket itself. It is
/// not kept alive: the tasks that wait on it belong to it, and their coroutines to them.
///
/// ```
/// use stage02::EventLoop;
/// use stage03::{Fetcher, Task, site::{Behaviour, Site}};
///
/// let site = Site::start(|_page| Behaviour::Well)?;
/// let event_loop = EventLoop::new()?;
/// let fetch = Fetcher::new(&event_loop).fetch(site.address(), "/");
/// let page = Task::spawn(&event_loop, fetch);
/// event_loop.run()?;
/// assert!(page.future().result().expect("it ended")?.starts_with(b"HTTP/1.0 200 OK"));
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// Source: the `Fetcher` of the 500-line crawler (*500 Lines or Less*), as the document tells it.
#[derive(Clone, Debug)]
pub struct Fetcher {
    /// Stage 2's, for the same loop.
    connector: stage02::Fetcher,
    event_loop: WeakEventLoop,
}

impl Fetcher {
    /// A fetcher whose coroutines register with this loop.
    pub fn new(event_loop: &EventLoop) -> Self {
        Fetcher {
            connector: stage02::Fetcher::new(event_loop),
            event_loop: event_loop.downgrade(),
        }
    }

    /// The loop.
    ///
    /// # Errors
    ///
    /// When the loop is gone.
    pub fn event_loop(&self) -> io::Result<EventLoop> {
        self.event_loop.upgrade()
    }

    /// A coroutine that connects.
    pub fn connect(&self, address: SocketAddr) -> Connect {
        Connect(self.connector.connect(address))
    }

    /// A coroutine that waits until there is something to read, and reads once.
    pub fn read(&self, socket: &Rc<TcpStream>) -> Read {
        Read::new(&self.event_loop, socket)
    }

    /// A coroutine that reads until the other side ends.
    pub fn read_all(&self, socket: &Rc<TcpStream>) -> ReadAll {
        ReadAll::new(&self.event_loop, socket)
    }

    /// A coroutine that writes everything, in as many parts as the socket takes.
    pub fn write_all(&self, socket: &Rc<TcpStream>, bytes: impl Into<Vec<u8>>) -> WriteAll {
        WriteAll::new(&self.event_loop, socket, bytes.into())
    }

    /// A coroutine that fetches `path` from an HTTP/1.0 server, and returns the whole answer, with its head.
    ///
    /// It is stage 2's [`fetch`](stage02::fetch()): the same steps in the same order, and this is also the order in
    /// which they stand here.
    // ANCHOR: fetch
    pub fn fetch(&self, address: SocketAddr, path: &str) -> Routine<Wait, Vec<u8>> {
        let fetcher = self.clone();
        let request = web::request(address, path);
        Box::new(co(async move |y| {
            let socket = y.yield_from(fetcher.connect(address)).await?;
            y.yield_from(fetcher.write_all(&socket, request)).await?;
            y.yield_from(fetcher.read_all(&socket)).await
        }))
    }
    // ANCHOR_END: fetch
}

/// A coroutine that connects: stage 2's, whose future is boxed, so that a task can wait for it as for any other.
///
/// # Errors
///
/// It raises whatever went wrong, such as [`ConnectionRefused`](std::io::ErrorKind::ConnectionRefused).
///
/// # Panics
///
/// `resume` panics after the end.
#[derive(Debug)]
pub struct Connect(stage02::Connect);

impl Coroutine<Result> for Connect {
    type Yield = Wait;
    type Return = Result<Rc<TcpStream>>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result<Rc<TcpStream>>> {
        match self.0.resume(sent) {
            Yielded(future) => Yielded(Box::new(future)),
            Complete(result) => Complete(result),
        }
    }
}
