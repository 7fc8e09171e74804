//! Writing: everything, in as many parts as the socket takes.

use super::read::too_early;
use crate::{Wait, registration::Registration};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use stage02::{Future, Interest, WeakEventLoop};
use std::{
    io::{self, ErrorKind, Write},
    mem,
    net::TcpStream,
    rc::Rc,
};

/// A coroutine that waits until the socket has room, writes what fits, and goes on so until everything is written.
///
/// Dropped while it waits, or thrown into, it lets go of the socket; a part may have been sent.
///
/// # Errors
///
/// It raises whatever `write` failed with, [`AlreadyExists`](ErrorKind::AlreadyExists) if another task waits for this
/// socket, and that the loop is gone.
///
/// # Panics
///
/// `resume` panics after the end.
#[derive(Debug)]
pub struct WriteAll {
    event_loop: WeakEventLoop,
    socket: Rc<TcpStream>,
    bytes: Vec<u8>,
    /// How many of them have been written.
    written: usize,
    state: State,
}

/// Where a [`WriteAll`] paused.
#[derive(Debug)]
enum State {
    /// Nothing has happened yet.
    Start,
    /// The future of this registration has been handed out.
    Waiting(Registration),
    /// It has returned or raised.
    Ended,
}

impl WriteAll {
    pub(super) fn new(event_loop: &WeakEventLoop, socket: &Rc<TcpStream>, bytes: Vec<u8>) -> Self {
        WriteAll {
            event_loop: event_loop.clone(),
            socket: socket.clone(),
            bytes,
            written: 0,
            state: State::Start,
        }
    }

    /// The same four again: register; and in the callback: unregister, set the result.
    fn wait(&mut self) -> Result<Wait> {
        let event_loop = self.event_loop.upgrade()?;
        let writable = Future::new(&event_loop);
        let on_writable = writable.clone();
        let socket = self.socket.clone();
        let key = event_loop.register(socket, Interest::Write, move |event_loop, ready| {
            let _ = event_loop.unregister(ready.key);
            let _ = on_writable.set_result(());
        })?;
        self.state = State::Waiting(Registration::new(&event_loop, key));
        Ok(Box::new(writable))
    }

    /// Writes until everything is written, or there is no room.
    fn write(&mut self) -> io::Result<()> {
        while self.written < self.bytes.len() {
            match (&*self.socket).write(&self.bytes[self.written..])? {
                0 => return Err(ErrorKind::WriteZero.into()),
                length => self.written += length,
            }
        }
        Ok(())
    }
}

impl Coroutine<Result> for WriteAll {
    type Yield = Wait;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result> {
        let state = mem::replace(&mut self.state, State::Ended);
        raising(|| {
            sent?;
            match state {
                State::Start => Ok(Yielded(self.wait()?)),
                State::Waiting(registration) => {
                    drop(registration);
                    match self.write() {
                        Err(error) if too_early(&error) => Ok(Yielded(self.wait()?)),
                        written => Ok(Complete(Ok(written?))),
                    }
                }
                State::Ended => panic!("a write was resumed after its end"),
            }
        })
    }
}
