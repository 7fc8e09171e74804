//! A callback for each time that the socket is ready: stage 2's loop.

use crate::Design;
use stage01::Result;
use stage02::{EventLoop, Interest};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    rc::Rc,
};

/// Sends back what the client sends, until it ends. Returns at once.
///
/// # Errors
///
/// When the socket cannot be registered.
///
/// # Panics
///
/// The turn panics if the system cannot change a registration.
// ANCHOR: echo
pub fn echo(event_loop: &EventLoop, client: TcpStream) -> io::Result<()> {
    let client = Rc::new(client);
    let (socket, mut unsent) = (client.clone(), Vec::new());
    event_loop.register(client, Interest::Read, move |event_loop, ready| {
        let goes_on = match advance(&socket, &mut unsent) {
            Ok(Some(interest)) => event_loop.modify(ready.key, interest),
            Ok(None) | Err(_) => event_loop.unregister(ready.key),
        };
        goes_on.expect("it is registered");
    })?;
    Ok(())
}

/// Does what can be done without waiting. Returns what the client is to be watched for, or `None` at the end.
fn advance(mut client: &TcpStream, unsent: &mut Vec<u8>) -> io::Result<Option<Interest>> {
    if unsent.is_empty() {
        let mut chunk = [0; 1024];
        match client.read(&mut chunk) {
            Ok(0) => return Ok(None),
            Ok(length) => unsent.extend(&chunk[..length]),
            Err(error) => later(error)?,
        }
    }
    while !unsent.is_empty() {
        match client.write(unsent) {
            Ok(length) => drop(unsent.drain(..length)),
            Err(error) => {
                later(error)?;
                return Ok(Some(Interest::Write));
            }
        }
    }
    Ok(Some(Interest::Read))
}
// ANCHOR_END: echo

/// "Not now" is not an error: the loop calls again.
fn later(error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(()),
        _ => Err(error),
    }
}

/// Stage 2's loop.
#[derive(Debug)]
pub struct Callbacks(EventLoop);

impl Callbacks {
    /// A loop without clients.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left for the selector.
    pub fn new() -> io::Result<Self> {
        EventLoop::new().map(Callbacks)
    }
}

impl Design for Callbacks {
    fn serve(&mut self, client: TcpStream) -> Result<u64> {
        client.set_nonblocking(true)?;
        echo(&self.0, client)?;
        let mut turns = 0;
        while !self.0.is_idle() {
            self.0.run_once()?;
            turns += 1;
        }
        Ok(turns)
    }

    fn events(&self) -> (&'static str, &'static str) {
        ("ready", "ready")
    }
}
