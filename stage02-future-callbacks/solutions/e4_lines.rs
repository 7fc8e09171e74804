//! Exercise s2e4: a line reader on the loop.

use stage02::{EventLoop, Interest};
use std::{
    io::{self, ErrorKind, Read},
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
fn read_lines(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    mut tell: impl FnMut(Event) + 'static,
) -> io::Result<()> {
    let mut rest: Vec<u8> = Vec::new();
    event_loop.register(socket.clone(), Interest::Read, move |event_loop, ready| {
        let mut chunk = [0; 4096];
        let end = match (&*socket).read(&mut chunk) {
            Ok(0) => Event::End(text(&rest)),
            Ok(n) => {
                rest.extend(&chunk[..n]);
                while let Some(at) = rest.iter().position(|&byte| byte == b'\n') {
                    tell(Event::Line(text(&rest[..at])));
                    rest.drain(..=at);
                }
                return;
            }
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return,
            Err(e) => Event::Broken(e.kind()),
        };
        event_loop.unregister(ready.key).expect("it is registered");
        tell(end);
    })?;
    Ok(())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[path = "../exercises/tests/e4_lines.rs"]
mod tests;
