//! Exercise s6e5: sockets.
//!
//! The reactor is the one place that waits for the operating system. `mio` reports *edges*: it says once that a socket
//! became readable or writable, and not again while it stays so. The tests use the functions below.
//!
//! Run the tests: `cargo test --test s6e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, missing_debug_implementations, unreachable_pub)]

use mio::event::Source;
use mio::{Events, Interest, Token};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The selector, and what is known of each registered socket.
pub struct Reactor {
    poll: RefCell<mio::Poll>,
}

/// The token of the waker that ends `poll` from another thread.
const UNPARK: Token = Token(usize::MAX);

impl Reactor {
    /// A reactor without sockets.
    pub fn new() -> io::Result<Rc<Self>> {
        todo!()
    }

    /// Returns a function that ends `poll` from any thread, or the next `poll` at once. To be called once.
    pub fn unparker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker = mio::Waker::new(self.poll.borrow().registry(), UNPARK)?;
        Ok(move || waker.wake().expect("the selector can be woken"))
    }

    /// Sleeps until a socket becomes ready, until the timeout, or until it is unparked; `None`: without limit. It may
    /// return early, as after a signal. Returns the wakers to wake.
    pub fn poll(&self, timeout: Option<Duration>) -> io::Result<Vec<Waker>> {
        todo!()
    }
}

/// One direction of a socket.
#[derive(Clone, Copy, Debug)]
pub enum Direction {
    /// Bytes or connections come in.
    Read,
    /// Bytes go out.
    Write,
}

/// A socket that the reactor watches, until this is dropped.
pub struct Registration<S: Source> {
    source: S,
    token: Token,
    reactor: Rc<Reactor>,
}

impl<S: Source> Registration<S> {
    /// Registers a nonblocking socket, once, for both directions.
    pub fn new(reactor: &Rc<Reactor>, mut source: S) -> io::Result<Self> {
        todo!()
    }

    /// Tries `operation` if the socket may be ready. When it would block, the task is woken by the next edge. Another
    /// result is returned. Without an edge since the operation last would have blocked, nothing is tried.
    pub fn poll_io<T>(
        &self,
        direction: Direction,
        context: &mut Context<'_>,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        todo!()
    }

    /// The socket.
    pub fn source(&self) -> &S {
        &self.source
    }
}

// And when it is dropped?

#[path = "tests/e5_reactor.rs"]
mod tests;
