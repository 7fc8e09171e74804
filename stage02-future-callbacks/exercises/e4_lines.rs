//! Exercise s2e4: a line reader on the loop.
//!
//! Stage 1's splitter of lines knew nothing of sockets. Here the bytes come when they come: half a line, three lines and a half, half a
//! letter, and at last the end, or a broken connection.
//!
//! Run the tests: `cargo test --test s2e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage02::{EventLoop, Interest};
use std::{
    io::{self, ErrorKind, Read},
    net::TcpStream,
    rc::Rc,
};

/// What a line reader has to tell.
#[derive(Debug, PartialEq)]
enum Event {
    /// A line, without its `\n`.
    Line(String),
    /// The other side has ended. Here is what it said after its last `\n`.
    End(String),
    /// The connection is broken.
    Broken(ErrorKind),
}

/// Reads lines from a nonblocking socket, and calls `tell` for each event.
///
/// - `End` or `Broken` is told once, and is the last event: then nothing is registered any more. (A socket that has ended
///   stays readable for ever.)
/// - `WouldBlock` is not an error. It says that there is nothing more to read now.
/// - Bytes are made a `String` when their line is whole: a letter may take several bytes, and they need
///   not arrive together. Bytes that are not UTF-8 become `\u{FFFD}` (`String::from_utf8_lossy`).
fn read_lines(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    mut tell: impl FnMut(Event) + 'static,
) -> io::Result<()> {
    todo!()
}

#[path = "tests/e4_lines.rs"]
mod tests;
