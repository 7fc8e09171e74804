//! The blocking server: the document's first (row 001a), echoing, with its faults fixed.
//!
//! As printed, it closes the listening socket instead of the client's, so the second `accept` fails; and a client
//! that resets its connection ends the server.

use super::{AcceptError, BACK_OFF};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};
use tracing::trace;

/// Serves one client after another until `stop` becomes readable.
///
/// While it waits for a client, or for what a client sends, it can look at nothing else, not even at `stop`. It looks
/// after each `accept`, so stopping it takes one more connection.
///
/// # Errors
///
/// When the listener cannot be made blocking, or `stop` nonblocking.
pub fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    listener.set_nonblocking(false)?;
    stop.set_nonblocking(true)?;
    loop {
        let accepted = listener.accept().map_err(AcceptError::from);
        if stopped(&stop) {
            return Ok(());
        }
        match accepted {
            Ok((client, _)) => {
                trace!(target: "event_loop", "accept");
                let _ = echo(&client);
                trace!(target: "event_loop", "leave");
            }
            Err(AcceptError::Failed) => thread::sleep(BACK_OFF),
            Err(AcceptError::ClientGone | AcceptError::NoMore) => {}
        }
    }
}

/// Sends back what the client sends, until it ends or breaks.
pub(super) fn echo(mut client: &TcpStream) -> io::Result<()> {
    let mut bytes = [0; 4096];
    loop {
        match client.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(length) => client.write_all(&bytes[..length])?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        trace!(target: "event_loop", "answer");
    }
}

/// True if `stop` is readable: bytes, the end, or an error is there. An interrupted look says neither.
fn stopped(stop: &TcpStream) -> bool {
    loop {
        match stop.peek(&mut [0]) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock => return false,
            _ => return true,
        }
    }
}
