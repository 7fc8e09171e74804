//! A TCP connection.

use crate::net::lookup_host::{lookup_host, no_address};
use crate::net::socket::{socket, stream};
use crate::net::to_socket_addrs::ToSocketAddrs;
use crate::runtime::io::registration::Registration;
use crate::runtime::io::transfer::{Tried, possible};
use crate::time::timeout::timeout;
use futures::{AsyncRead, AsyncWrite};
use socket2::SockRef;
use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A TCP connection. [`AsyncRead`] and [`AsyncWrite`] are those of the crate `futures`; its `AsyncReadExt` and
/// `AsyncWriteExt` have `read`, `write_all` and the others.
///
/// One task reads at a time, and one writes: by [`into_split`](Self::into_split), or both in one task by `&stream`,
/// which reads and writes as well. It may be sent to another thread; the loop of the runtime where it was made must
/// go on turning.
///
/// ```
/// use futures::{AsyncReadExt, AsyncWriteExt};
/// use stage06_full::{Runtime, net::{TcpListener, TcpStream}};
///
/// Runtime::new().block_on(async {
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     let mut client = TcpStream::connect(listener.local_addr()?).await?;
///     let (mut server, _) = listener.accept().await?;
///     client.write_all(b"hello").await?;
///     client.close().await?;
///     let mut heard = String::new();
///     server.read_to_string(&mut heard).await?;
///     assert_eq!(heard, "hello");
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct TcpStream(Registration<mio::net::TcpStream>);

impl TcpStream {
    /// Connects to an address, or to a name such as `"localhost:80"`: to the first of its addresses that answers. One
    /// that is silent for three seconds is given up, unless it is the last. That one has no time limit but the
    /// system's: see [`timeout`](crate::timeout()).
    ///
    /// Dropping the future closes the socket.
    ///
    /// # Errors
    ///
    /// When the name cannot be looked up, or what became of the attempt at the last address, such as
    /// [`ConnectionRefused`](ErrorKind::ConnectionRefused).
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub async fn connect(address: impl ToSocketAddrs) -> io::Result<Self> {
        let addresses = lookup_host(address).await?;
        let (last, others) = addresses.split_last().ok_or_else(no_address)?;
        for address in others {
            if let Ok(Ok(stream)) = timeout(NEXT_ADDRESS_AFTER, Self::connect_to(*address)).await {
                return Ok(stream);
            }
        }
        Self::connect_to(*last).await
    }

    async fn connect_to(address: SocketAddr) -> io::Result<Self> {
        let stream = Registration::new(mio::net::TcpStream::connect(address)?).map(TcpStream)?;
        poll_fn(|context| stream.0.poll_write(context, is_connected)).await?;
        Ok(stream)
    }

    pub(super) fn new(stream: Registration<mio::net::TcpStream>) -> Self {
        TcpStream(stream)
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

    /// Sets whether small writes are sent at once, rather than joined with the next.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::set_nodelay`].
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        self.0.io().set_nodelay(nodelay)
    }

    /// True if small writes are sent at once.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::nodelay`].
    pub fn nodelay(&self) -> io::Result<bool> {
        self.0.io().nodelay()
    }

    /// What becomes of bytes that are not yet sent when the stream is dropped. `None`, the default: the system goes
    /// on sending them. With a time, they have that long, in whole seconds; zero throws them away and resets the
    /// connection, so that the peer sees an error and no end.
    ///
    /// With any other time the drop itself waits, and the runtime with it.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn set_linger(&self, linger: Option<Duration>) -> io::Result<()> {
        SockRef::from(self.0.io()).set_linger(linger)
    }

    /// What [`set_linger`](Self::set_linger) has set.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    pub fn linger(&self) -> io::Result<Option<Duration>> {
        SockRef::from(self.0.io()).linger()
    }

    /// How many routers a packet of this stream may pass.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::set_ttl`].
    pub fn set_ttl(&self, ttl: u32) -> io::Result<()> {
        self.0.io().set_ttl(ttl)
    }

    /// What [`set_ttl`](Self::set_ttl) has set.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpStream::ttl`].
    pub fn ttl(&self) -> io::Result<u32> {
        self.0.io().ttl()
    }

    /// As a read, but what is read stays there for the next. 0 is the end.
    ///
    /// # Errors
    ///
    /// As a read.
    pub async fn peek(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(|io| io.peek(buffer)).await
    }
}

socket!(TcpStream, std::net::TcpStream);
stream!(TcpStream, Tried::of);

/// How long an address may be silent while there is another one.
const NEXT_ADDRESS_AFTER: Duration = Duration::from_secs(3);

/// A socket is connected when it is writable, has no error, and has a peer.
fn is_connected(stream: &mio::net::TcpStream) -> io::Result<Tried<()>> {
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    match stream.peer_addr() {
        Err(error) if error.kind() == ErrorKind::NotConnected => Err(ErrorKind::WouldBlock.into()),
        result => result.map(|_| Tried::MayHaveMore(())),
    }
}
