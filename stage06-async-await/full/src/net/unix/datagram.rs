//! Datagrams between processes of one machine.

use crate::net::pause::Pause;
use crate::net::socket::socket;
use crate::runtime::io::registration::Registration;
use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::os::unix::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// The first wait for a receiver whose queue is full. Each wait doubles the next.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(64);

/// A Unix socket for datagrams. None is lost or comes out of order: the sender waits while the receiver's queue is
/// full.
///
/// One task may receive while another sends, as with [`UdpSocket`](crate::net::UdpSocket).
///
/// ```
/// use stage06_full::{Runtime, net::UnixDatagram};
///
/// Runtime::new().block_on(async {
///     let (ada, bea) = UnixDatagram::pair()?;
///     ada.send(b"hello").await?;
///     let mut buffer = [0; 100];
///     assert_eq!(bea.recv(&mut buffer).await?, 5);
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct UnixDatagram(Registration<mio::net::UnixDatagram>);

impl UnixDatagram {
    /// Binds a socket to a path, which becomes a file.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::bind`]: also [`AddrInUse`](io::ErrorKind::AddrInUse), if the file is
    /// there from an earlier run.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        Registration::new(mio::net::UnixDatagram::bind(path)?).map(UnixDatagram)
    }

    /// A socket without an address, which cannot be answered.
    ///
    /// # Errors
    ///
    /// When no descriptor is left.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn unbound() -> io::Result<Self> {
        Registration::new(mio::net::UnixDatagram::unbound()?).map(UnixDatagram)
    }

    /// Two sockets that are connected to each other.
    ///
    /// # Errors
    ///
    /// When no descriptor is left.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (one, other) = mio::net::UnixDatagram::pair()?;
        Ok((
            UnixDatagram(Registration::new(one)?),
            UnixDatagram(Registration::new(other)?),
        ))
    }

    /// Sets where [`send`](Self::send) sends to. It does not wait.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::connect`].
    pub fn connect(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.0.io().connect(path)
    }

    /// The address it is bound to.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::local_addr`].
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().local_addr()
    }

    /// The address it is connected to.
    ///
    /// # Errors
    ///
    /// If it is not connected.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().peer_addr()
    }

    /// Sends a datagram to where it is connected, and gives how many bytes were taken: all of them.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::send`]. Also [`ConnectionRefused`](io::ErrorKind::ConnectionRefused),
    /// if the other socket is closed.
    pub async fn send(&self, datagram: &[u8]) -> io::Result<usize> {
        self.0.write(|io| io.send(datagram)).await
    }

    /// Sends a datagram to this address. While the queue of the receiver is full it tries again after 1 ms, then 2, and
    /// so on up to 64 ms: no system tells when another socket has room. [`connect`](Self::connect) and
    /// [`send`](Self::send) do without.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::send_to`].
    pub async fn send_to(&self, datagram: &[u8], target: impl AsRef<Path>) -> io::Result<usize> {
        let mut wait = SHORTEST;
        loop {
            match self
                .0
                .write(|io| full(io.send_to(datagram, &target)))
                .await?
            {
                Some(sent) => return Ok(sent),
                None => Pause::new(wait, self.0.shared()).await,
            }
            wait = (2 * wait).min(LONGEST);
        }
    }

    /// Receives the next datagram, and gives how many bytes it put into `buffer`. What does not fit is lost. 0 is an
    /// empty datagram: there is no end.
    ///
    /// Cancel-safe: no datagram is lost when the future is dropped.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::recv`].
    pub async fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(|io| io.recv(buffer)).await
    }

    /// As [`recv`](Self::recv), and where it comes from.
    ///
    /// # Errors
    ///
    /// As `recv`.
    pub async fn recv_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.0.read(|io| io.recv_from(buffer)).await
    }

    /// Closes one direction, or both.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixDatagram::shutdown`].
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.0.io().shutdown(how)
    }
}

socket!(UnixDatagram, std::os::unix::net::UnixDatagram);

/// `None` if the receiver's queue is full. Readiness says only that this socket could send, so it stays ready.
fn full(sent: io::Result<usize>) -> io::Result<Option<usize>> {
    match sent {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        sent => sent.map(Some),
    }
}
