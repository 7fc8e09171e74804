//! The wall: a coroutine that must be resumed at the right moment.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use std::{
    io::{ErrorKind, Read},
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
    type Return = Result<String>;

    fn resume(&mut self, (): ()) -> CoroutineState<&'static str, Result<String>> {
        raising(|| match self {
            Self::Start(server) => {
                let socket = TcpStream::connect(*server)?;
                socket.set_nonblocking(true)?;
                *self = Self::AwaitingBytes(socket);
                Ok(Yielded("connected, awaiting bytes"))
            }
            Self::AwaitingBytes(socket) => {
                let mut bytes = [0; 64];
                match socket.read(&mut bytes) {
                    Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(Yielded("too early")),
                    read => Ok(Complete(
                        Ok(String::from_utf8_lossy(&bytes[..read?]).into()),
                    )),
                }
            }
        })
    }
}
// ANCHOR_END: ReadGreeting
