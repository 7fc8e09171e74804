//! Exercise s2e4: a line reader on the loop. (Optional.)
//!
//! The version below reads with `BufReader`, as a program that blocks would. On a nonblocking socket the bytes come when
//! they come: half a line, three lines and a half, half a letter. Change `read_lines` until it keeps its promises.
//!
//! Run the tests: `cargo test --test s2e4`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage02::{EventLoop, Interest};
use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read},
    net::TcpStream,
    rc::Rc,
};

/// What a line reader has to tell.
#[derive(Debug, PartialEq)]
enum Event {
    /// A line, without its `\n`, and with everything else, however long it is. It may be empty.
    Line(String),
    /// The other side has ended. Here is what it said after its last `\n`, which may be nothing.
    End(String),
    /// The connection is broken. What came after the last `\n` is lost.
    Broken(ErrorKind),
}

/// Reads lines from a nonblocking socket, and calls `tell` for each event.
///
/// - A line is told as soon as all of its bytes have arrived.
/// - `End` or `Broken` is told once, and is the last event. Nothing is registered after it. (A socket that has ended
///   stays readable forever.)
/// - `WouldBlock` is not an error: there is nothing more to read now. It may be the answer of the first read, too, if
///   another part of the program has read the bytes.
/// - Bytes become a `String` when their line is whole: a letter may take several bytes, and they need not arrive
///   together. Bytes that are not UTF-8 become `\u{FFFD}` (`String::from_utf8_lossy`).
fn read_lines(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    mut tell: impl FnMut(Event) + 'static,
) -> io::Result<()> {
    let mut reader = BufReader::new(socket.try_clone()?);
    event_loop.register(socket, Interest::Read, move |event_loop, ready| {
        let mut line = String::new();
        let last = match reader.read_line(&mut line) {
            Ok(0) => Event::End(line),
            Ok(_) => return tell(Event::Line(line.trim_end_matches('\n').to_string())),
            Err(e) => Event::Broken(e.kind()),
        };
        event_loop.unregister(ready.key).expect("it is registered");
        tell(last);
    })?;
    Ok(())
}

#[path = "tests/e4_lines.rs"]
mod tests;
