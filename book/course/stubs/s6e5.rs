//! Exercise s6e5: sockets.
//!
//! This is version 1 of the page: wait for an event of the socket, then try the operation once. It works as long as all
//! comes in its time, and the page's programs break it. Change it until the docs of `poll` and `poll_io` hold. The tests use
//! the functions below: what the reactor knows of a socket is yours to design.
//!
//! Run the tests: `cargo test --test s6e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use mio::event::Source;
use mio::{Events, Interest, Token};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::mem;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The selector, and the tasks that wait for a socket.
pub struct Reactor {
    poll: RefCell<mio::Poll>,
    sockets: RefCell<BTreeMap<Token, Socket>>,
}

/// The task that waits to read from a socket, and the task that waits to write to it.
#[derive(Default)]
struct Socket {
    read: Wait,
    write: Wait,
}

/// One direction of a socket.
#[derive(Default)]
enum Wait {
    /// No task waits.
    #[default]
    No,
    /// This task waits for an event.
    For(Waker),
    /// A task has waited, and the event has come.
    Over,
}

impl Wait {
    /// An event has come. Returns the waker of the task that waits.
    fn event(&mut self) -> Option<Waker> {
        match mem::take(self) {
            Wait::For(waker) => {
                *self = Wait::Over;
                Some(waker)
            }
            other => {
                *self = other; // no task waits for it
                None
            }
        }
    }
}

/// The token of the waker that ends `poll` from another thread.
const UNPARK: Token = Token(usize::MAX);

impl Reactor {
    /// A reactor without sockets.
    pub fn new() -> io::Result<Rc<Self>> {
        Ok(Rc::new(Reactor {
            poll: RefCell::new(mio::Poll::new()?),
            sockets: RefCell::default(),
        }))
    }

    /// Returns a function that ends `poll` from any thread, or the next `poll` at once. To be called once.
    pub fn unparker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker = mio::Waker::new(self.poll.borrow().registry(), UNPARK)?;
        Ok(move || waker.wake().expect("the selector can be woken"))
    }

    /// Sleeps until a socket becomes ready, until the timeout, or until it is unparked; `None`: without limit. It may
    /// return early, as after a signal. Returns the wakers, and the caller calls them when nothing is borrowed.
    ///
    /// An edge wakes the latest task that waits for that direction, once, and wakes no other. A direction whose end was
    /// reported (`is_read_closed`, `is_write_closed`) is woken like one that is ready. An error wakes both.
    pub fn poll(&self, timeout: Option<Duration>) -> io::Result<Vec<Waker>> {
        let mut events = Events::with_capacity(1024);
        let polled = self.poll.borrow_mut().poll(&mut events, timeout);
        if let Err(error) = polled
            && error.kind() != ErrorKind::Interrupted
        {
            return Err(error); // only a signal is no error: nothing has happened
        }
        let (mut sockets, mut woken) = (self.sockets.borrow_mut(), Vec::new());
        for event in &events {
            if let Some(socket) = sockets.get_mut(&event.token()) {
                if event.is_readable() {
                    woken.extend(socket.read.event());
                }
                if event.is_writable() {
                    woken.extend(socket.write.event());
                }
            }
        }
        Ok(woken)
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

/// A socket that the reactor watches, until this is dropped. Then it lets go of its wakers. What was reported of it reaches no
/// other socket.
pub struct Registration<S: Source> {
    source: S,
    token: Token,
    reactor: Rc<Reactor>,
}

impl<S: Source> Registration<S> {
    /// Registers a nonblocking socket, once, for both directions.
    pub fn new(reactor: &Rc<Reactor>, mut source: S) -> io::Result<Self> {
        let token = Token(reactor.sockets.borrow().len());
        let both = Interest::READABLE | Interest::WRITABLE;
        let poll = reactor.poll.borrow();
        poll.registry().register(&mut source, token, both)?;
        drop(poll);
        let socket = Socket::default();
        reactor.sockets.borrow_mut().insert(token, socket);
        Ok(Registration {
            source,
            token,
            reactor: reactor.clone(),
        })
    }

    /// Tries `operation` if the socket may be ready. An edge that no task was waiting for counts. A new socket may be tried at
    /// once, or after its first edge.
    ///
    /// An operation that would block makes the task wait for the next edge, and until that edge nothing is tried. One that a
    /// signal has interrupted is tried again. Any other result is returned, and the socket may still be ready after it.
    ///
    /// Nothing is borrowed while an operation or a waker runs, or while a waker is dropped: each may make and drop sockets.
    pub fn poll_io<T>(
        &self,
        direction: Direction,
        context: &mut Context<'_>,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        let mut sockets = self.reactor.sockets.borrow_mut();
        let socket = sockets.entry(self.token).or_default();
        let wait = match direction {
            Direction::Read => &mut socket.read,
            Direction::Write => &mut socket.write,
        };
        if let Wait::Over = wait {
            *wait = Wait::No;
            match operation(&self.source) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                result => return Poll::Ready(result),
            }
        }
        if let Wait::No = wait {
            *wait = Wait::For(context.waker().clone());
        }
        Poll::Pending
    }
}

impl<S: Source> Registration<S> {
    /// The socket.
    pub fn source(&self) -> &S {
        &self.source
    }
}

impl<S: Source> Drop for Registration<S> {
    fn drop(&mut self) {
        let poll = self.reactor.poll.borrow();
        let _closing_anyway = poll.registry().deregister(&mut self.source);
        self.reactor.sockets.borrow_mut().remove(&self.token);
    }
}

#[path = "tests/e5_reactor.rs"]
mod tests;
