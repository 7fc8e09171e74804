//! A TCP connection.

use super::registered::{Registered, Tried};
use futures::{AsyncRead, AsyncWrite};
use std::{
    fmt,
    future::poll_fn,
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

/// A TCP connection. [`AsyncRead`] and [`AsyncWrite`] are those of the crate `futures`; its `AsyncReadExt` and `AsyncWriteExt` have
/// `read`, `write_all` and the others.
///
/// One task reads at a time, and one writes. It may be sent to another thread; the loop of the runtime where it was made must go on
/// turning.
pub struct TcpStream(Registered<mio::net::TcpStream>);

impl TcpStream {
    /// Connects to an address.
    ///
    /// Dropping the future closes the socket.
    ///
    /// # Errors
    ///
    /// What became of the attempt, such as [`ConnectionRefused`](ErrorKind::ConnectionRefused). There is no time limit but the system's:
    /// see [`timeout`](crate::timeout()).
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    // ANCHOR: connect
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::new(mio::net::TcpStream::connect(address)?)?;
        poll_fn(|context| stream.0.poll_write(context, is_connected)).await?;
        Ok(stream)
    }
    // ANCHOR_END: connect

    pub(super) fn new(stream: mio::net::TcpStream) -> io::Result<Self> {
        Registered::new(stream).map(TcpStream)
    }

    /// Uses a connection of std's; it becomes nonblocking.
    ///
    /// # Errors
    ///
    /// When it cannot be made nonblocking, or the reactor cannot watch it.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn from_std(stream: std::net::TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        TcpStream::new(mio::net::TcpStream::from_std(stream))
    }

    /// The address of the other end.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::peer_addr`].
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().peer_addr()
    }

    /// The address of this end.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::local_addr`].
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().local_addr()
    }

    /// Whether small writes leave at once, rather than wait to be joined with the next.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::set_nodelay`].
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        self.0.io().set_nodelay(nodelay)
    }

    /// Closes one direction, or both.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::shutdown`].
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.0.io().shutdown(how)
    }
}

/// A socket is connected when it is writable, has no error, and has a peer.
// ANCHOR: is_connected
fn is_connected(stream: &mio::net::TcpStream) -> io::Result<Tried<()>> {
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    match stream.peer_addr() {
        Err(error) if error.kind() == ErrorKind::NotConnected => Err(ErrorKind::WouldBlock.into()),
        result => result.map(|_| Tried::Some(())),
    }
}
// ANCHOR_END: is_connected

// ANCHOR: AsyncRead
impl AsyncRead for TcpStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.0.poll_read(context, |mut io| {
            let read = io.read(buffer)?;
            Ok(Tried::of(read, buffer.len()))
        })
    }
}
// ANCHOR_END: AsyncRead

impl AsyncWrite for TcpStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.poll_write(context, |mut io| {
            let written = io.write(bytes)?;
            Ok(Tried::of(written, bytes.len()))
        })
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Tells the peer that nothing more will come; it may still send.
    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.shutdown(Shutdown::Write))
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.io().fmt(f)
    }
}
