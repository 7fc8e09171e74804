//! A connection between processes of one machine.

use crate::net::socket::{socket, stream};
use crate::runtime::io::registration::Registration;
use crate::runtime::io::transfer::{Tried, possible};
use futures::{AsyncRead, AsyncWrite};
use std::io::{self, ErrorKind, IoSlice, IoSliceMut, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A connection over a Unix socket: as a [`TcpStream`](crate::net::TcpStream), but its address is a path, and its peer
/// runs on this machine.
///
/// ```
/// use futures::{AsyncReadExt, AsyncWriteExt};
/// use stage06_full::{Runtime, net::UnixStream};
///
/// Runtime::new().block_on(async {
///     let (mut ada, mut bea) = UnixStream::pair()?;
///     ada.write_all(b"hello").await?;
///     let mut heard = [0; 5];
///     bea.read_exact(&mut heard).await?;
///     assert_eq!(heard, *b"hello");
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct UnixStream(Registration<mio::net::UnixStream>);

impl UnixStream {
    /// Connects to the socket at a path.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixStream::connect`]. If the listener's queue is full, Linux does not let it wait:
    /// that is [`WouldBlock`](ErrorKind::WouldBlock), and the program may try again later.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub async fn connect(path: impl AsRef<Path>) -> io::Result<Self> {
        let stream = Registration::new(mio::net::UnixStream::connect(path)?).map(UnixStream)?;
        stream.writable().await?;
        stream.take_error()?.map_or(Ok(stream), Err)
    }

    pub(super) fn new(stream: Registration<mio::net::UnixStream>) -> Self {
        UnixStream(stream)
    }

    /// Two streams that are connected to each other.
    ///
    /// # Errors
    ///
    /// When no descriptor is left.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (one, other) = mio::net::UnixStream::pair()?;
        let one = Registration::new(one).map(UnixStream)?;
        Ok((one, Registration::new(other).map(UnixStream)?))
    }

    /// The address of the other end; one that has connected has no name.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixStream::peer_addr`].
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().peer_addr()
    }

    /// The address of this end.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixStream::local_addr`].
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().local_addr()
    }
}

socket!(UnixStream, std::os::unix::net::UnixStream);
stream!(UnixStream, Tried::may_have_more);
