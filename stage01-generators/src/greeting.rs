//! The wall: a coroutine that must be resumed at the right moment.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::{
    io::{self, ErrorKind, Read},
    net::{SocketAddr, TcpStream},
};

/// How much is read of a greeting that is longer.
const MAX_GREETING: usize = 1024;

// ANCHOR: ReadGreeting
/// Connects to a server and reads its greeting to the end, pausing while there is no more.
///
/// It never blocks on the read, and so it cannot wait either: resumed too early, it can only pause again. When the right moment is,
/// it does not know, and nothing in this crate can tell it.
#[derive(Debug)]
pub enum ReadGreeting {
    /// Not connected yet.
    Start(SocketAddr),
    /// Connected; the end of the greeting has not come. This much of it has.
    AwaitingBytes(TcpStream, Vec<u8>),
}

impl Coroutine for ReadGreeting {
    type Yield = &'static str;
    type Return = io::Result<String>;

    fn resume(&mut self, (): ()) -> CoroutineState<&'static str, io::Result<String>> {
        match self {
            Self::Start(server) => match connect(*server) {
                Ok(socket) => {
                    *self = Self::AwaitingBytes(socket, Vec::new());
                    Yielded("connected, awaiting bytes")
                }
                Err(e) => Complete(Err(e)),
            },
            Self::AwaitingBytes(socket, greeting) => match read_to_end(socket, greeting) {
                Ok(()) => Complete(Ok(String::from_utf8_lossy(greeting).into())),
                Err(e) if e.kind() == ErrorKind::WouldBlock => Yielded("too early"),
                Err(e) => Complete(Err(e)),
            },
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

/// Reads what has come. Without an error, that was all of it.
fn read_to_end(socket: &TcpStream, greeting: &mut Vec<u8>) -> io::Result<()> {
    let room = MAX_GREETING - greeting.len();
    socket.take(room as u64).read_to_end(greeting)?;
    match greeting.is_empty() {
        true => Err(ErrorKind::UnexpectedEof.into()),
        false => Ok(()),
    }
}
