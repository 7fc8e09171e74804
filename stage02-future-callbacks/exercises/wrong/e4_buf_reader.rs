//! Rejected with: a line that has arrived to be told

use stage02::{EventLoop, Interest};
use std::{
    io::{self, BufRead, BufReader, ErrorKind},
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
fn read_lines(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    mut tell: impl FnMut(Event) + 'static,
) -> io::Result<()> {
    let mut reader = BufReader::new(socket.try_clone()?);
    let mut line = Vec::new();
    event_loop.register(socket, Interest::Read, move |event_loop, ready| {
        let end = match reader.read_until(b'\n', &mut line) {
            Ok(_) if line.ends_with(b"\n") => {
                line.pop();
                tell(Event::Line(String::from_utf8_lossy(&line).into_owned()));
                line.clear();
                return;
            }
            Ok(_) => Event::End(String::from_utf8_lossy(&line).into_owned()),
            Err(e) if e.kind() == ErrorKind::WouldBlock => return,
            Err(e) => Event::Broken(e.kind()),
        };
        event_loop.unregister(ready.key).expect("it is registered");
        tell(end);
    })?;
    Ok(())
}

#[path = "../tests/e4_lines.rs"]
mod tests;
