//! Exercise s2e3: an outbox that survives partial writes.

use stage02::{EventLoop, Interest, Key, Ready};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    io::{self, Write},
    net::TcpStream,
    rc::Rc,
};

// ANCHOR: Outbox
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

    fn send(self: &Rc<Self>, event_loop: &EventLoop, bytes: &[u8]) -> io::Result<()> {
        self.unsent.borrow_mut().extend(bytes);
        if self.waiting.get().is_none() && !bytes.is_empty() {
            let outbox = self.clone();
            let key = event_loop.register(
                self.socket.clone(),
                Interest::Write,
                move |event_loop, ready| outbox.writable(event_loop, ready),
            )?;
            self.waiting.set(Some(key));
        }
        Ok(())
    }

    fn writable(&self, event_loop: &EventLoop, ready: Ready) {
        let mut unsent = self.unsent.borrow_mut();
        while !unsent.is_empty() {
            match (&*self.socket).write(unsent.as_slices().0) {
                Ok(n) => drop(unsent.drain(..n)),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => unsent.clear(),
            }
        }
        self.waiting.set(None);
        event_loop.unregister(ready.key).expect("it is registered");
    }
}
// ANCHOR_END: Outbox

#[path = "../exercises/tests/e3_outbox.rs"]
mod tests;
