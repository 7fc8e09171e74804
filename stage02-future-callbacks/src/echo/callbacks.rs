//! The callback server: the document's third (row 001c), echoing, with its faults fixed.
//!
//! As printed, a client that resets its connection ends the server; a client that does not read stops all others, because
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
///
/// ```
/// use stage02::echo::callbacks::serve;
/// use std::{io::{Read, Write}, net::{TcpListener, TcpStream}, thread};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let address = listener.local_addr()?;
/// let (stop, stopped) = (TcpStream::connect(address)?, listener.accept()?.0);
/// let server = thread::spawn(|| serve(listener, stopped));
///
/// let (mut client, mut answer) = (TcpStream::connect(address)?, [0; 5]);
/// client.write_all(b"hello")?;
/// client.read_exact(&mut answer)?;
/// assert_eq!(&answer, b"hello");
///
/// drop(stop);
/// server.join().expect("it does not panic")?;
/// # std::io::Result::Ok(())
/// ```
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
/// When the system has no descriptor left for another client, the server serves those it has, and forgets the listener until
/// one of them speaks or leaves: then it tries again. So it does not spin. But if a descriptor is freed elsewhere while all of
/// its clients are silent, the server does not learn of it, and the next client waits in the queue; a timer would help, and
/// this loop has none. With no client at all it tries every 10 ms, and holds up the rest of the loop meanwhile.
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
    /// `None` once the server has been stopped.
    listener: RefCell<Option<Rc<TcpListener>>>,
    /// `None` while no clients are accepted: stopped, or waiting until the system may have a descriptor again.
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
            listener: RefCell::new(Some(Rc::new(listener))),
            listening: Cell::default(),
            clients: RefCell::default(),
        });
        server.listen(event_loop)?;
        Ok(server)
    }

    /// Closes the listener and every connection.
    pub fn stop(&self, event_loop: &EventLoop) {
        self.listener.take();
        for key in self.listening.take().into_iter().chain(self.clients.take()) {
            let _ = event_loop.unregister(key);
        }
    }

    fn listen(self: &Rc<Self>, event_loop: &EventLoop) -> io::Result<()> {
        let listener = self.listener.borrow().clone();
        if let (Some(listener), None) = (listener, self.listening.get()) {
            let (server, socket) = (self.clone(), listener.clone());
            let accept = move |event_loop: &EventLoop, _| server.accept(event_loop, &socket);
            let key = event_loop.register(listener, Interest::Read, accept)?;
            self.listening.set(Some(key));
        }
        Ok(())
    }

    /// If the listener was forgotten, there may be a descriptor for the next client now. Should the system refuse even to
    /// watch the listener, the next client that speaks or leaves tries again; if there is none, a short sleep.
    fn listen_again(self: &Rc<Self>, event_loop: &EventLoop) {
        if self.listen(event_loop).is_err() && self.clients.borrow().is_empty() {
            thread::sleep(BACK_OFF);
            let server = self.clone();
            event_loop.call_soon(move |event_loop| server.listen_again(event_loop));
        }
    }

    fn accept(self: &Rc<Self>, event_loop: &EventLoop, listener: &TcpListener) {
        loop {
            match listener.accept().map_err(AcceptError::from) {
                Ok((socket, _)) => drop(self.welcome(event_loop, socket)),
                Err(AcceptError::ClientGone) => {}
                Err(AcceptError::NoMore) => return,
                Err(AcceptError::Failed) => return self.back_off(event_loop),
            }
        }
    }

    // ANCHOR: welcome
    fn welcome(self: &Rc<Self>, event_loop: &EventLoop, socket: TcpStream) -> io::Result<()> {
        let socket = Rc::new(socket);
        let mut connection = Connection::new(socket.clone())?;
        let server = self.clone();
        let key = event_loop.register(socket, Interest::Read, move |event_loop, ready| {
            let waiting = match connection.advance() {
                Ok(Some(interest)) => event_loop.modify(ready.key, interest).is_ok(),
                Ok(None) | Err(_) => false,
            };
            if !waiting {
                server.goodbye(event_loop, ready.key);
            }
            server.listen_again(event_loop);
        })?;
        self.clients.borrow_mut().insert(key);
        Ok(())
    }
    // ANCHOR_END: welcome

    fn goodbye(&self, event_loop: &EventLoop, client: Key) {
        let _ = event_loop.unregister(client);
        self.clients.borrow_mut().remove(&client);
    }

    /// Stops accepting until a client speaks or leaves; if there is none, no client is kept waiting by a short sleep.
    fn back_off(&self, event_loop: &EventLoop) {
        if self.clients.borrow().is_empty() {
            thread::sleep(BACK_OFF);
        } else if let Some(key) = self.listening.take() {
            let _ = event_loop.unregister(key);
        }
    }
}
