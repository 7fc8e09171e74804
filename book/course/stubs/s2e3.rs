//! Exercise s2e3: an outbox that survives partial writes.
//!
//! This is the second version of the page: the socket is nonblocking, and `write_all` gives up when it is full. Change
//! it until the promises below hold. Which fields an outbox has is up to you, and so is when it writes: `send` may
//! write at once what there is room for, or leave every write to a handler.
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
}

impl Outbox {
    fn new(socket: Rc<TcpStream>) -> Rc<Outbox> {
        Rc::new(Outbox { socket })
    }

    /// Takes all of the bytes, and returns at once. They go out after those that were given before.
    ///
    /// - While there are bytes to send, the socket is registered for `Write`, and for nothing else: the outbox does not
    ///   read. It can be registered once at a time.
    /// - With nothing left to send it is not registered: an idle socket always has room, so the loop would never sleep.
    /// - The caller may drop the outbox. What was given to it is sent all the same.
    /// - If the connection is broken, the bytes are dropped, and the socket is unregistered. `send` may also return the
    ///   error of a write that it has tried itself.
    ///
    /// # Errors
    ///
    /// If bytes have to wait and the socket cannot be registered.
    fn send(self: &Rc<Self>, event_loop: &EventLoop, bytes: &[u8]) -> io::Result<()> {
        (&*self.socket).write_all(bytes)
    }
}

#[path = "tests/e3_outbox.rs"]
mod tests;
