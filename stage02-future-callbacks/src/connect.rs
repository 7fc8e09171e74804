//! A connect that does not wait: begun now, and judged when the socket is writable.

use socket2::{Domain, Socket, Type};
use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Begins to connect. The socket is nonblocking, and not connected yet.
///
/// The standard library has no such thing: its `TcpStream::connect` returns when the connection is there.
///
/// # Errors
///
/// When the system has no descriptor left, or knows at once that there is no way to that address.
///
/// ```
/// use stage02::{Interest, Selector, begin_connect, finish_connect};
/// use std::{net::TcpListener, rc::Rc};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let socket = Rc::new(begin_connect(listener.local_addr()?)?);
/// let mut selector = Selector::new()?;
/// selector.register(socket.clone(), Interest::Write, ())?;
/// selector.select(None)?; // until the connect has ended, well or badly
/// finish_connect(&socket)?;
/// assert_eq!(socket.peer_addr()?, listener.local_addr()?);
/// # std::io::Result::Ok(())
/// ```
// ANCHOR: begin_connect
pub fn begin_connect(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    match socket.connect(&address.into()) {
        Err(error) if !in_progress(&error) => Err(error),
        _ => Ok(socket.into()),
    }
}
// ANCHOR_END: begin_connect

/// How the connect ended; to be asked when the socket is writable. A refused connection makes it writable too, and
/// a program that does not ask takes it for a connected one. [`begin_connect`] has an example.
///
/// # Errors
///
/// Whatever went wrong, as the system kept it in `SO_ERROR`.
// ANCHOR: finish_connect
pub fn finish_connect(socket: &TcpStream) -> io::Result<()> {
    match socket.take_error()? {
        Some(error) => Err(error),
        None => Ok(()),
    }
}
// ANCHOR_END: finish_connect

/// "The connection is being made." Windows says that it would block.
fn in_progress(error: &io::Error) -> bool {
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::INPROGRESS) {
        return true;
    }
    // A connect that a signal interrupts goes on by itself.
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}
