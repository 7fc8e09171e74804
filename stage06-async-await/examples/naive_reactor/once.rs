//! Version 1: wait for an event of the socket, then try the operation once.

use mio::event::Source;
use mio::{Events, Interest, Token};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::mem;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

// ANCHOR: Reactor
/// The selector, and the tasks that wait for a socket.
pub(crate) struct Reactor {
    poll: RefCell<mio::Poll>,
    sockets: RefCell<BTreeMap<Token, Socket>>,
}

/// What is known of a socket: whether a task waits to read, and whether one waits to write.
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

impl Reactor {
    pub(crate) fn new() -> io::Result<Rc<Self>> {
        Ok(Rc::new(Reactor {
            poll: RefCell::new(mio::Poll::new()?),
            sockets: RefCell::default(),
        }))
    }

    /// Sleeps until something happens. Returns the wakers to wake.
    pub(crate) fn poll(&self, timeout: Option<Duration>) -> io::Result<Vec<Waker>> {
        let mut events = Events::with_capacity(1024);
        self.poll.borrow_mut().poll(&mut events, timeout)?;
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
// ANCHOR_END: Reactor

/// One direction of a socket.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    Read,
    #[allow(dead_code)] // no program writes through the reactor
    Write,
}

// ANCHOR: Registration
/// A socket that the reactor watches, until this is dropped.
pub(crate) struct Registration<S: Source> {
    source: S,
    token: Token,
    reactor: Rc<Reactor>,
}

impl<S: Source> Registration<S> {
    /// Registers a socket, once, for both directions.
    pub(crate) fn new(reactor: &Rc<Reactor>, mut source: S) -> io::Result<Self> {
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

    /// Waits for an event, then tries the operation.
    pub(crate) fn poll_io<T>(
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

impl<S: Source> Drop for Registration<S> {
    fn drop(&mut self) {
        let poll = self.reactor.poll.borrow();
        let _closing_anyway = poll.registry().deregister(&mut self.source);
        self.reactor.sockets.borrow_mut().remove(&self.token);
    }
}
// ANCHOR_END: Registration
