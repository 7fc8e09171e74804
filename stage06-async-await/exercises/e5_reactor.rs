//! Exercise s6e5: reactor.
//!
//! The one place that waits for sockets. The operating system reports an edge: once, when a socket *becomes* ready.
//! So the reactor must remember what it was told until somebody has found the socket empty; and who finds it empty
//! leaves a waker.
//!
//! Run the tests: `cargo test --test s6e5`. Hints: `exercises/hints.md`.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]
#![allow(unused_imports, unused_mut, unused_variables)]

use mio::{Events, Interest, Poll, Token, event::Source, net};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::poll_fn,
    io::{self, ErrorKind, Read, Write},
    rc::Rc,
    task::{Context, Poll as Polled, Waker},
    time::Duration,
};

/// Who waits for which socket. A token is never used twice.
pub struct Reactor {
    poll: RefCell<Poll>,
    sockets: RefCell<BTreeMap<Token, Rc<Socket>>>,
    /// How many sockets were ever registered; the next one's token.
    registered: Cell<usize>,
}

/// What is known of a socket.
#[derive(Default)]
struct Socket {
    read: Side,
    write: Side,
}

/// What is known of one direction of it.
#[derive(Default)]
struct Side {
    /// Whether there was an edge since somebody last found nothing.
    ready: Cell<bool>,
    /// Whom to wake at the next edge.
    waiter: RefCell<Option<Waker>>,
}

/// The token with which another thread wakes the reactor up.
const NOTIFY: Token = Token(usize::MAX);

impl Reactor {
    /// A reactor without sockets.
    pub fn new() -> io::Result<Rc<Self>> {
        Ok(Rc::new(Reactor {
            poll: RefCell::new(Poll::new()?),
            sockets: RefCell::default(),
            registered: Cell::new(0),
        }))
    }

    /// What makes [`wait`](Self::wait) return, from any thread. Ask for it once.
    pub fn notifier(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker = mio::Waker::new(self.poll.borrow().registry(), NOTIFY)?;
        Ok(move || waker.wake().expect("the reactor can be woken"))
    }

    /// Sleeps until there is an edge, a notification, or the time is over (`None`: never). Then, for every side that
    /// had an edge: notes it, and wakes who waits there. A wait that a signal has interrupted is over.
    pub fn wait(&self, timeout: Option<Duration>) -> io::Result<()> {
        let mut events = Events::with_capacity(256);
        match self.poll.borrow_mut().poll(&mut events, timeout) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        for event in &events {
            // Of use: is_readable, is_read_closed, is_writable, is_write_closed, is_error.
            todo!()
        }
        Ok(())
    }

    /// How many sockets are registered.
    pub fn len(&self) -> usize {
        self.sockets.borrow().len()
    }
}

/// A socket of mio's that the reactor knows. Deregistered when it is dropped.
pub struct Registered<S: Source> {
    io: S,
    token: Token,
    socket: Rc<Socket>,
    reactor: Rc<Reactor>,
}

/// In which direction.
#[derive(Clone, Copy, PartialEq)]
pub enum Direction {
    /// Bytes or connections come.
    Read,
    /// Bytes go.
    Write,
}

impl<S: Source> Registered<S> {
    /// Registers a socket under a new token, once and for both directions.
    pub fn new(reactor: &Rc<Reactor>, mut io: S) -> io::Result<Self> {
        // Of use: reactor.poll.borrow().registry().register(&mut io, token, Interest::READABLE | Interest::WRITABLE)
        todo!()
    }

    /// Tries `operation`, if there was an edge since somebody last found nothing. `WouldBlock` means that there is
    /// nothing now; then, and if there was no edge, leaves the latest waker and waits for the next one.
    pub fn poll_io<T>(
        &self,
        context: &mut Context<'_>,
        direction: Direction,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> Polled<io::Result<T>> {
        let side = match direction {
            Direction::Read => &self.socket.read,
            Direction::Write => &self.socket.write,
        };
        todo!()
    }
}

impl<S: Source> Registered<S> {
    /// The socket is dropped: the reactor must forget it, and the operating system too.
    fn dropped(&mut self) {
        todo!()
    }
}

impl<S: Source> Drop for Registered<S> {
    fn drop(&mut self) {
        // A second panic, while the first one unwinds, would end the whole program.
        if !std::thread::panicking() {
            self.dropped();
        }
    }
}

// What servers need, made of `poll_io`. There is nothing to do here.

impl Registered<net::TcpListener> {
    /// The next client.
    pub async fn accept(&self) -> io::Result<Registered<net::TcpStream>> {
        let accept = |io: &net::TcpListener| io.accept();
        let (client, _) = poll_fn(|cx| self.poll_io(cx, Direction::Read, accept)).await?;
        Registered::new(&self.reactor, client)
    }
}

impl Registered<net::TcpStream> {
    /// Reads some bytes, at least one; none at all is the end.
    pub async fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|cx| self.poll_io(cx, Direction::Read, |mut io| io.read(buffer))).await
    }

    /// Writes all of these bytes.
    pub async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let write =
                |cx: &mut Context<'_>| self.poll_io(cx, Direction::Write, |mut io| io.write(bytes));
            let written = poll_fn(write).await?;
            bytes = &bytes[written..];
        }
        Ok(())
    }

    /// Tells the other side that no more will come.
    pub fn close(&self) -> io::Result<()> {
        self.io.shutdown(std::net::Shutdown::Write)
    }
}

#[path = "tests/e5_reactor.rs"]
mod tests;
