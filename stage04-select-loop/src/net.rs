//! Whole operations on sockets: each waits until the socket is ready, and then does what it can.
//!
//! Ready is not done. Another task may have taken what was there, and a `write` takes what fits. So each of them is a loop.

use crate::{Asks, readable, writable};
use stage01::co;
use stage02::{begin_connect, finish_connect};
use std::{
    io::{
        self,
        ErrorKind::{Interrupted, WouldBlock, WriteZero},
        Read, Write,
    },
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
};

/// Reads what is there, at most `max` bytes, and waits until something is. Empty at the end. Python: `sock.recv(max)`.
///
/// The socket must be nonblocking.
///
/// # Errors
///
/// When the connection is broken.
// ANCHOR: read
pub fn read(socket: &Rc<TcpStream>, max: usize) -> impl Asks<Vec<u8>> + use<> {
    let socket = socket.clone();
    co(async move |y| {
        let mut bytes = vec![0; max];
        loop {
            y.yield_from(readable(&socket)).await?;
            if let Some(length) = done((&*socket).read(&mut bytes))? {
                bytes.truncate(length);
                return Ok(bytes);
            }
        }
    })
}
// ANCHOR_END: read

/// Writes all of it, and waits whenever the system takes no more.
///
/// The socket must be nonblocking.
///
/// # Errors
///
/// When the connection is broken.
// ANCHOR: write_all
pub fn write_all(socket: &Rc<TcpStream>, bytes: Vec<u8>) -> impl Asks + use<> {
    let socket = socket.clone();
    co(async move |y| {
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            match done((&*socket).write(rest))? {
                Some(0) => return Err(io::Error::from(WriteZero).into()),
                Some(length) => rest = &rest[length..],
                None => y.yield_from(writable(&socket)).await?,
            }
        }
        Ok(())
    })
}
// ANCHOR_END: write_all

/// Waits for a client. Its socket is nonblocking.
///
/// The listener must be nonblocking.
///
/// # Errors
///
/// When the client has gone again, or the system has no descriptor left.
pub fn accept(listener: &Rc<TcpListener>) -> impl Asks<Rc<TcpStream>> + use<> {
    let listener = listener.clone();
    co(async move |y| {
        loop {
            y.yield_from(readable(&listener)).await?;
            if let Some((socket, _)) = done(listener.accept())? {
                socket.set_nonblocking(true)?;
                return Ok(Rc::new(socket));
            }
        }
    })
}

/// Connects. The socket is nonblocking.
///
/// # Errors
///
/// When no server listens there, or there is no way to it.
pub fn connect(address: SocketAddr) -> impl Asks<Rc<TcpStream>> {
    co(async move |y| {
        let socket = Rc::new(begin_connect(address)?);
        y.yield_from(writable(&socket)).await?;
        finish_connect(&socket)?;
        Ok(socket)
    })
}

// ANCHOR: done
/// What was done; `None` if it has to be tried again when the socket is ready.
fn done<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if matches!(e.kind(), WouldBlock | Interrupted) => Ok(None),
        Err(e) => Err(e),
    }
}
// ANCHOR_END: done
