//! Exercise s2e3: a handler that survives partial writes.
//!
//! A `write` to a nonblocking socket takes as many bytes as there is room for, and says how many. Then there is no more room,
//! until the other side has read. An outbox keeps the rest and waits for room.
//!
//! Run the tests: `cargo test --test s2e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::{EventLoop, Interest, Key, Ready};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    io::{self, Write},
    net::TcpStream,
    rc::Rc,
};

/// Sends bytes through a nonblocking socket, in order, as fast as the other side takes them.
struct Outbox {
    socket: Rc<TcpStream>,
    unsent: RefCell<VecDeque<u8>>,
    /// The registration, as long as there is something to send.
    waiting: Cell<Option<Key>>,
}

impl Outbox {
    fn new(socket: Rc<TcpStream>) -> Rc<Outbox> {
        Rc::new(Outbox {
            socket,
            unsent: RefCell::default(),
            waiting: Cell::default(),
        })
    }

    /// Takes the bytes and returns at once. They go out after those that were given before.
    ///
    /// As long as there is something to send, the socket is registered with `Interest::Write`, and `writable` is its handler.
    /// It can be registered only once at a time.
    fn send(self: &Rc<Self>, event_loop: &EventLoop, bytes: &[u8]) -> io::Result<()> {
        todo!()
    }

    /// The handler: there is room in the socket.
    ///
    /// - Writes what the socket takes; keeps the rest for the next call.
    /// - With nothing left to send, unregisters: an idle socket always has room, so the loop would call
    ///   this for ever.
    /// - If the connection is broken, nothing can be sent any more: forgets the bytes and unregisters.
    fn writable(&self, event_loop: &EventLoop, ready: Ready) {
        todo!()
    }
}

#[path = "tests/e3_outbox.rs"]
mod tests;
