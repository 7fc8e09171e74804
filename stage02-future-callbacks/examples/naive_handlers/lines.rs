//! The first version of a line reader.

use stage02::{EventLoop, Interest};
use std::{
    io::{self, BufRead, BufReader, ErrorKind},
    net::TcpStream,
    rc::Rc,
};

/// What a line reader has to tell.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// A line, without its `\n`.
    Line(String),
    /// The other side has ended.
    End(String),
    /// The connection is broken.
    Broken(ErrorKind),
}

// ANCHOR: read_lines
pub(crate) fn read_lines(
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
// ANCHOR_END: read_lines
