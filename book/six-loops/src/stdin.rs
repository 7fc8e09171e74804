//! The server's process.

use crate::{Kind, Part};
use stage01::{Result, println};
use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    os::{fd::AsFd, unix::process::parent_id},
};

/// Serves the client behind standard input, and prints two numbers: what this part counts.
///
/// An earlier client comes first, so that the loop's lists have room. System calls are counted between two calls of
/// `parent_id`, by the process that traces this one.
///
/// # Errors
///
/// When standard input is not a connection, or that breaks.
pub fn serve_stdin(kind: Kind, part: Part) -> Result {
    let mut client = TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut design = kind.design()?;
    design.serve(earlier_client()?)?;
    client.read_exact(&mut [0])?; // from here on this process is traced
    let _ = parent_id();
    let (measured, allocations) = alloc_count::count(|| match part {
        Part::Turns => design.serve(client).map(|turns| (turns, 0)),
        Part::Steps => design.steps_and_wakes(client),
    });
    let _ = parent_id();
    match (part, measured?) {
        (Part::Turns, (turns, _)) => println!("{turns} {allocations}"),
        (Part::Steps, (steps, wakes)) => println!("{steps} {wakes}"),
    }
    Ok(())
}

/// A client that has sent a line and ended, so that nothing waits for it.
fn earlier_client() -> io::Result<TcpStream> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    client.write_all(b"earlier\n")?;
    client.shutdown(Shutdown::Write)?;
    Ok(listener.accept()?.0)
}
