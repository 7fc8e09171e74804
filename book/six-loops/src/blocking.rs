//! A thread that waits: stage 2's first server.

use crate::Design;
use stage01::Result;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// Sends back what the client sends, until it ends.
///
/// # Errors
///
/// When the connection breaks.
// ANCHOR: echo
pub fn echo(mut client: TcpStream) -> Result {
    let mut chunk = [0; 1024];
    loop {
        let length = client.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        client.write_all(&chunk[..length])?;
    }
}
// ANCHOR_END: echo

/// There is no loop: the thread itself waits in `read`.
#[derive(Debug)]
pub struct Blocking;

impl Design for Blocking {
    fn serve(&mut self, client: TcpStream) -> Result<u64> {
        echo(client)?;
        Ok(0)
    }
}
