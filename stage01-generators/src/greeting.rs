//! The wall: a coroutine that must be resumed at the right moment.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::{
    io::{self, ErrorKind, Read},
    net::{SocketAddr, TcpStream},
};

// ANCHOR: ReadGreeting
/// Connects to a server and reads one greeting from it, pausing while there is none.
///
/// It never blocks on the read, and so it cannot wait either: resumed too early, it can only pause again. When the right moment is,
/// it does not know, and nothing in this crate can tell it.
#[derive(Debug)]
pub enum ReadGreeting {
    /// Not connected yet.
    Start(SocketAddr),
    /// Connected; the greeting has not come.
    AwaitingBytes(TcpStream),
}

impl Coroutine for ReadGreeting {
    type Yield = &'static str;
    type Return = io::Result<String>;

    fn resume(&mut self, (): ()) -> CoroutineState<&'static str, io::Result<String>> {
        match self {
            Self::Start(server) => match connect(*server) {
                Ok(socket) => {
                    *self = Self::AwaitingBytes(socket);
                    Yielded("connected, awaiting bytes")
                }
                Err(e) => Complete(Err(e)),
            },
            Self::AwaitingBytes(socket) => {
                let mut bytes = [0; 64];
                match socket.read(&mut bytes) {
                    Ok(0) => Complete(Err(ErrorKind::UnexpectedEof.into())),
                    Ok(n) => Complete(Ok(String::from_utf8_lossy(&bytes[..n]).into())),
                    Err(e) if e.kind() == ErrorKind::WouldBlock => Yielded("too early"),
                    Err(e) => Complete(Err(e)),
                }
            }
        }
    }
}
// ANCHOR_END: ReadGreeting

/// A connection whose `read` never waits.
fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpStream::connect(server)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}
