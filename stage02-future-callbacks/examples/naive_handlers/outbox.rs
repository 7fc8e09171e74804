//! The first two versions of an outbox: they differ in the socket that they are given.

use stage02::EventLoop;
use std::{
    io::{self, Write},
    net::TcpStream,
    rc::Rc,
};

// ANCHOR: Outbox
/// Sends bytes through a socket, in order.
pub(crate) struct Outbox {
    socket: Rc<TcpStream>,
}

impl Outbox {
    pub(crate) fn new(socket: Rc<TcpStream>) -> Rc<Outbox> {
        Rc::new(Outbox { socket })
    }

    pub(crate) fn send(self: &Rc<Self>, _: &EventLoop, bytes: &[u8]) -> io::Result<()> {
        (&*self.socket).write_all(bytes)
    }
}
// ANCHOR_END: Outbox
