//! The `select` server: the document's second (row 001b), echoing, with its faults fixed.
//!
//! As printed, its branches are swapped: it answers a client that has left, and closes itself when one sends.

use super::{AcceptError, BACK_OFF, connection::Connection};
use crate::{Interest, Key, Selector};
use std::{
    io,
    net::{TcpListener, TcpStream},
    rc::Rc,
    thread,
};

/// What is kept for each socket: nothing for the listener and for `stop`.
type Sockets = Selector<Option<Connection>>;

/// Serves every client of `listener` until `stop` becomes readable.
///
/// The loop itself tells the sockets apart. When the system has no descriptor left for another client, all clients wait
/// for a moment: only a loop that can forget the listener for a while does better.
///
/// # Errors
///
/// When the selector cannot be made, or cannot wait.
// ANCHOR: serve
pub fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = Rc::new(listener);
    let mut selector = Sockets::new()?;
    let listening = selector.register(listener.clone(), Interest::Read, None)?;
    let stopping = selector.register(Rc::new(stop), Interest::Read, None)?;
    loop {
        for ready in selector.select(None)? {
            if ready.key == stopping {
                return Ok(());
            } else if ready.key == listening {
                accept_connect(&mut selector, &listener);
            } else {
                send_message(&mut selector, ready.key);
            }
        }
    }
}
// ANCHOR_END: serve

// ANCHOR: accept_connect
fn accept_connect(selector: &mut Sockets, listener: &TcpListener) {
    loop {
        match listener.accept().map_err(AcceptError::from) {
            Ok((socket, _)) => drop(welcome(selector, socket)),
            Err(AcceptError::ClientGone) => {}
            Err(AcceptError::NoMore) => return,
            Err(AcceptError::Failed) => return thread::sleep(BACK_OFF),
        }
    }
}
// ANCHOR_END: accept_connect

// ANCHOR: welcome
fn welcome(selector: &mut Sockets, socket: TcpStream) -> io::Result<Key> {
    let socket = Rc::new(socket);
    let connection = Connection::new(socket.clone())?;
    selector.register(socket, Interest::Read, Some(connection))
}
// ANCHOR_END: welcome

// ANCHOR: send_message
fn send_message(selector: &mut Sockets, client: Key) {
    let advanced = selector
        .get_mut(client)
        .and_then(Option::as_mut)
        .map(Connection::advance);
    let waiting = match advanced {
        Some(Ok(Some(interest))) => selector.modify(client, interest).is_ok(),
        _ => false,
    };
    if !waiting {
        let _ = selector.unregister(client);
    }
}
// ANCHOR_END: send_message
