//! The callback server: the document's third (row 001c), echoing, with its faults mended.
//!
//! As printed, a client that resets its connection ends the server; a client that does not read stops everybody, because
//! `send` waits for it; and a partial `send` loses the rest.

use super::{AcceptError, BACK_OFF, connection::Connection};
use crate::{EventLoop, Interest, Key};
use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    io,
    net::{TcpListener, TcpStream},
    rc::Rc,
    thread,
};

/// Serves every client of `listener` until `stop` becomes readable.
///
/// # Errors
///
/// When the loop cannot be made, or cannot wait. What goes wrong with one client ends that client's connection only.
pub fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    let event_loop = EventLoop::new()?;
    let server = Server::start(&event_loop, listener)?;
    event_loop.register(Rc::new(stop), Interest::Read, move |event_loop, ready| {
        let _ = event_loop.unregister(ready.key);
        server.stop(event_loop);
    })?;
    event_loop.run()
}

/// An echo server on a loop that may do other things too.
///
/// ```
/// use stage02::{EventLoop, echo::callbacks::Server};
/// use std::net::TcpListener;
///
/// let event_loop = EventLoop::new()?;
/// let first = Server::start(&event_loop, TcpListener::bind("127.0.0.1:0")?)?;
/// let second = Server::start(&event_loop, TcpListener::bind("127.0.0.1:0")?)?;
/// event_loop.call_soon(move |event_loop| {
///     first.stop(event_loop);
///     second.stop(event_loop);
/// });
/// event_loop.run()?; // serves both, until both are stopped
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct Server {
    listener: Rc<TcpListener>,
    /// `None` while no clients are accepted: stopped, or waiting until one leaves and gives a descriptor back.
    listening: Cell<Option<Key>>,
    /// The registrations of all clients.
    clients: RefCell<HashSet<Key>>,
}

impl Server {
    /// Begins to accept clients.
    ///
    /// # Errors
    ///
    /// When the listener cannot be made nonblocking or cannot be registered.
    pub fn start(event_loop: &EventLoop, listener: TcpListener) -> io::Result<Rc<Server>> {
        listener.set_nonblocking(true)?;
        let server = Rc::new(Server {
            listener: Rc::new(listener),
            listening: Cell::default(),
            clients: RefCell::default(),
        });
        server.listen(event_loop)?;
        Ok(server)
    }

    /// Lets go of the listener and of every client.
    pub fn stop(&self, event_loop: &EventLoop) {
        for key in self.listening.take().into_iter().chain(self.clients.take()) {
            let _ = event_loop.unregister(key);
        }
    }

    fn listen(self: &Rc<Self>, event_loop: &EventLoop) -> io::Result<()> {
        let server = self.clone();
        let accept = move |event_loop: &EventLoop, _| server.accept(event_loop);
        let key = event_loop.register(self.listener.clone(), Interest::Read, accept)?;
        self.listening.set(Some(key));
        Ok(())
    }

    fn accept(self: &Rc<Self>, event_loop: &EventLoop) {
        loop {
            match self.listener.accept().map_err(AcceptError::from) {
                Ok((socket, _)) => drop(self.welcome(event_loop, socket)),
                Err(AcceptError::ClientGone) => {}
                Err(AcceptError::NoMore) => return,
                Err(AcceptError::Exhausted) => return self.back_off(event_loop),
            }
        }
    }

    // ANCHOR: welcome
    fn welcome(self: &Rc<Self>, event_loop: &EventLoop, socket: TcpStream) -> io::Result<()> {
        let socket = Rc::new(socket);
        let mut connection = Connection::new(socket.clone())?;
        let server = self.clone();
        let key = event_loop.register(socket, Interest::Read, move |event_loop, ready| {
            let waiting = match connection.turn() {
                Ok(Some(interest)) => event_loop.modify(ready.key, interest).is_ok(),
                Ok(None) | Err(_) => false,
            };
            if !waiting {
                server.goodbye(event_loop, ready.key);
            }
        })?;
        self.clients.borrow_mut().insert(key);
        Ok(())
    }
    // ANCHOR_END: welcome

    fn goodbye(self: &Rc<Self>, event_loop: &EventLoop, client: Key) {
        let _ = event_loop.unregister(client);
        self.clients.borrow_mut().remove(&client);
        if self.listening.get().is_none() {
            let _ = self.listen(event_loop);
        }
    }

    /// Stops accepting until a client leaves; if there is none, nobody is kept waiting by a short sleep.
    fn back_off(&self, event_loop: &EventLoop) {
        if self.clients.borrow().is_empty() {
            thread::sleep(BACK_OFF);
        } else if let Some(key) = self.listening.take() {
            let _ = event_loop.unregister(key);
        }
    }
}
