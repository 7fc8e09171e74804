//! One page, fetched by callbacks: connect, send, read to the end, and a callback after each.
//!
//! The three steps, with other words than HTTP's:
//!
//! ```
//! use stage02::{EventLoop, fetch::{connect, read_to_end, send_all}};
//! use std::{io::{Read, Write}, net::TcpListener, thread};
//!
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let address = listener.local_addr()?;
//! let server = thread::spawn(move || {
//!     let (mut client, mut words) = (listener.accept()?.0, [0; 5]);
//!     client.read_exact(&mut words)?;
//!     client.write_all(b"and hello to you")
//! });
//!
//! let event_loop = EventLoop::new()?;
//! connect(&event_loop, address, |event_loop, socket| {
//!     let socket = socket.expect("the server listens");
//!     send_all(event_loop, socket.clone(), b"hello".to_vec(), |event_loop, sent| {
//!         sent.expect("the server reads");
//!         read_to_end(event_loop, socket, |_, answer| {
//!             assert_eq!(answer.expect("the server answers"), b"and hello to you");
//!         });
//!     });
//! });
//! event_loop.run()?;
//! server.join().expect("it does not panic")?;
//! # std::io::Result::Ok(())
//! ```

use crate::{EventLoop, Interest, Ready, begin_connect, finish_connect};
use std::{
    cell::Cell,
    io::{self, ErrorKind, Read, Write},
    mem,
    net::{SocketAddr, TcpStream},
    rc::Rc,
};

/// A longer answer is an error.
const MAX_PAGE: usize = 16 * 1024 * 1024;

/// Fetches `path` from an HTTP/1.0 server, and hands the whole answer, with its head, to `done`.
///
/// Like everything in this file it returns at once; `done` runs from the loop, exactly once, also if it fails at once.
///
/// This is one operation, in order. Read it as such if you can: each step stands inside the callback of the one before,
/// each must pass the error on by hand, and no `?`, no loop and no local variable reaches across.
///
/// ```
/// use stage02::{EventLoop, fetch};
/// use std::{io::{Read, Write}, net::TcpListener, thread};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let address = listener.local_addr()?;
/// let server = thread::spawn(move || {
///     let (mut client, mut request) = (listener.accept()?.0, [0; 1024]);
///     let _ = client.read(&mut request)?;
///     client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello")
/// });
///
/// let event_loop = EventLoop::new()?;
/// fetch(&event_loop, address, "/", |_, page| {
///     assert!(page.expect("the server answers").ends_with(b"hello"));
/// });
/// event_loop.run()?;
/// server.join().expect("it does not panic")?;
/// # std::io::Result::Ok(())
/// ```
// ANCHOR: fetch
pub fn fetch(
    event_loop: &EventLoop,
    address: SocketAddr,
    path: &str,
    done: impl FnOnce(&EventLoop, io::Result<Vec<u8>>) + 'static,
) {
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").into_bytes();
    connect(event_loop, address, move |event_loop, connected| {
        let socket = match connected {
            Ok(socket) => socket,
            Err(error) => return done(event_loop, Err(error)),
        };
        let to = socket.clone();
        send_all(event_loop, to, request, move |event_loop, sent| {
            if let Err(error) = sent {
                return done(event_loop, Err(error));
            }
            read_to_end(event_loop, socket, move |event_loop, page| {
                done(event_loop, page);
            });
        });
    });
}
// ANCHOR_END: fetch

/// Connects, and hands the socket to `done`.
// ANCHOR: connect
pub fn connect(
    event_loop: &EventLoop,
    address: SocketAddr,
    done: impl FnOnce(&EventLoop, io::Result<Rc<TcpStream>>) + 'static,
) {
    match begin_connect(address) {
        Err(error) => event_loop.call_soon(move |event_loop| done(event_loop, Err(error))),
        Ok(socket) => {
            let socket = Rc::new(socket);
            let connected = socket.clone();
            let attempt =
                move |socket: &TcpStream| finish_connect(socket).map(|()| connected.clone());
            when_ready(event_loop, socket, Interest::Write, attempt, done);
        }
    }
}
// ANCHOR_END: connect

/// Sends everything, in as many parts as the socket takes, and says so to `done`.
// ANCHOR: send_all
pub fn send_all(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    bytes: Vec<u8>,
    done: impl FnOnce(&EventLoop, io::Result<()>) + 'static,
) {
    let mut sent = 0;
    let attempt = move |mut socket: &TcpStream| {
        while sent < bytes.len() {
            match socket.write(&bytes[sent..])? {
                0 => return Err(ErrorKind::WriteZero.into()),
                length => sent += length,
            }
        }
        Ok(())
    };
    when_ready(event_loop, socket, Interest::Write, attempt, done);
}
// ANCHOR_END: send_all

/// Reads until the other side ends, and hands what it said to `done`.
// ANCHOR: read_to_end
pub fn read_to_end(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    done: impl FnOnce(&EventLoop, io::Result<Vec<u8>>) + 'static,
) {
    let mut page = Vec::new();
    let attempt = move |socket: &TcpStream| {
        let room = MAX_PAGE + 1 - page.len();
        socket.take(room as u64).read_to_end(&mut page)?;
        match page.len() <= MAX_PAGE {
            true => Ok(mem::take(&mut page)),
            false => Err(ErrorKind::FileTooLarge.into()),
        }
    };
    when_ready(event_loop, socket, Interest::Read, attempt, done);
}
// ANCHOR_END: read_to_end

/// Makes an attempt whenever the socket is ready, until one does not fail with "would block"; hands `done` its result.
// ANCHOR: when_ready
fn when_ready<T: 'static>(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    interest: Interest,
    mut attempt: impl FnMut(&TcpStream) -> io::Result<T> + 'static,
    done: impl FnOnce(&EventLoop, io::Result<T>) + 'static,
) {
    let done = Rc::new(Cell::new(Some(done)));
    let finish = move |event_loop: &EventLoop, result| {
        if let Some(done) = done.take() {
            done(event_loop, result);
        }
    };
    let (failed, source) = (finish.clone(), socket.clone());
    let try_it = move |event_loop: &EventLoop, ready: Ready| match attempt(&socket) {
        Err(error) if too_early(&error) => {}
        result => {
            let _ = event_loop.unregister(ready.key);
            finish(event_loop, result);
        }
    };
    if let Err(error) = event_loop.register(source, interest, try_it) {
        event_loop.call_soon(move |event_loop| failed(event_loop, Err(error)));
    }
}
// ANCHOR_END: when_ready

/// True if it should be tried again once the socket is ready.
// ANCHOR: too_early
fn too_early(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}
// ANCHOR_END: too_early
