//! Reading: one part when there is one, and all parts by delegation.

use crate::{Wait, registration::Registration};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising, yield_from,
};
use stage02::{Future, Interest, WeakEventLoop};
use std::{
    io::{self, ErrorKind},
    mem,
    net::TcpStream,
    rc::Rc,
};

/// How much is read at once.
const PART: usize = 16 * 1024;
/// A longer answer is an error.
const MAX_PAGE: usize = 16 * 1024 * 1024;

/// A coroutine that waits until the socket is readable, and returns what one `read` gave: nothing at the end.
///
/// Dropped while it waits, or thrown into, it lets go of the socket.
///
/// # Errors
///
/// It raises whatever `read` failed with, [`AlreadyExists`](ErrorKind::AlreadyExists) if another task waits for this
/// socket, and that the loop is gone.
///
/// # Panics
///
/// `resume` panics after the end.
#[derive(Debug)]
pub struct Read {
    event_loop: WeakEventLoop,
    socket: Rc<TcpStream>,
    state: State,
}

// ANCHOR: State
/// Where a [`Read`] paused.
#[derive(Debug)]
enum State {
    /// Nothing has happened yet.
    Start,
    /// The future of this registration has been handed out.
    Waiting(Registration),
    /// It has returned or raised.
    Ended,
}
// ANCHOR_END: State

impl Read {
    pub(super) fn new(event_loop: &WeakEventLoop, socket: &Rc<TcpStream>) -> Self {
        Read {
            event_loop: event_loop.clone(),
            socket: socket.clone(),
            state: State::Start,
        }
    }

    /// Register; and in the callback: unregister, set the result. Every leaf that waits does these four.
    // ANCHOR: wait
    fn wait(&mut self) -> Result<Wait> {
        let event_loop = self.event_loop.upgrade()?;
        let readable = Future::new(&event_loop);
        let on_readable = readable.clone();
        let socket = self.socket.clone();
        let key = event_loop.register(socket, Interest::Read, move |event_loop, ready| {
            let _ = event_loop.unregister(ready.key);
            let _ = on_readable.set_result(());
        })?;
        self.state = State::Waiting(Registration::new(&event_loop, key));
        Ok(Box::new(readable))
    }
    // ANCHOR_END: wait
}

// ANCHOR: Read
impl Coroutine<Result> for Read {
    type Yield = Wait;
    type Return = Result<Vec<u8>>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result<Vec<u8>>> {
        let state = mem::replace(&mut self.state, State::Ended);
        raising(|| {
            sent?;
            match state {
                State::Start => Ok(Yielded(self.wait()?)),
                State::Waiting(registration) => {
                    drop(registration);
                    match read_once(&self.socket) {
                        Err(error) if too_early(&error) => Ok(Yielded(self.wait()?)),
                        part => Ok(Complete(Ok(part?))),
                    }
                }
                State::Ended => panic!("a read was resumed after its end"),
            }
        })
    }
}
// ANCHOR_END: Read

fn read_once(socket: &TcpStream) -> io::Result<Vec<u8>> {
    let mut part = vec![0; PART];
    let length = io::Read::read(&mut &*socket, &mut part)?;
    part.truncate(length);
    Ok(part)
}

/// True if it should be tried again once the socket is ready.
pub(super) fn too_early(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// A coroutine that reads until the other side ends, by handing its turns to one [`Read`] after another.
///
/// # Errors
///
/// As [`Read`]; [`FileTooLarge`](ErrorKind::FileTooLarge) after 16 MiB.
///
/// # Panics
///
/// `resume` panics after the end.
#[derive(Debug)]
pub struct ReadAll {
    /// The part that is being read.
    read: Read,
    /// What has come before it.
    page: Vec<u8>,
}

impl ReadAll {
    pub(super) fn new(event_loop: &WeakEventLoop, socket: &Rc<TcpStream>) -> Self {
        ReadAll {
            read: Read::new(event_loop, socket),
            page: Vec::new(),
        }
    }
}

// ANCHOR: ReadAll
impl Coroutine<Result> for ReadAll {
    type Yield = Wait;
    type Return = Result<Vec<u8>>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<Wait, Result<Vec<u8>>> {
        raising(|| {
            loop {
                let part = yield_from!(self.read, sent)?;
                if part.is_empty() {
                    return Ok(Complete(Ok(mem::take(&mut self.page))));
                }
                self.page.extend(part);
                if self.page.len() > MAX_PAGE {
                    return Err(io::Error::from(ErrorKind::FileTooLarge).into());
                }
                self.read = Read::new(&self.read.event_loop, &self.read.socket);
            }
        })
    }
}
// ANCHOR_END: ReadAll
