//! Datagrams over UDP.

use crate::net::lookup_host::{first_address, try_each};
use crate::net::socket::socket;
use crate::net::to_socket_addrs::ToSocketAddrs;
use crate::runtime::io::registration::Registration;
use std::io;
use std::net::SocketAddr;

/// A UDP socket.
///
/// Its methods take `&self`: one task may receive while another sends, in an `Rc` or `Arc`. When several receive, a
/// datagram wakes all of them, and one gets it.
///
/// ```
/// use stage06_full::{Runtime, net::UdpSocket};
///
/// Runtime::new().block_on(async {
///     let ada = UdpSocket::bind("127.0.0.1:0").await?;
///     let bea = UdpSocket::bind("127.0.0.1:0").await?;
///     ada.send_to(b"hello", bea.local_addr()?).await?;
///     let mut buffer = [0; 100];
///     let (length, from) = bea.recv_from(&mut buffer).await?;
///     assert_eq!((&buffer[..length], from), (&b"hello"[..], ada.local_addr()?));
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct UdpSocket(Registration<mio::net::UdpSocket>);

impl UdpSocket {
    /// Binds a socket. Of several addresses it takes the first that can be bound. Port 0 lets the system choose one.
    ///
    /// # Errors
    ///
    /// When a name cannot be looked up. Else that of the last address, as from [`std::net::UdpSocket::bind`]; and when
    /// no descriptor is left for the driver.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let bind = |address| Registration::new(mio::net::UdpSocket::bind(address)?);
        try_each(address, bind).await.map(UdpSocket)
    }

    /// Sets where [`send`](Self::send) sends to; from then on only datagrams from there are received. It says nothing
    /// to the peer, and waits only where a name is looked up.
    ///
    /// # Errors
    ///
    /// When a name cannot be looked up. Else that of the last address, as from [`std::net::UdpSocket::connect`].
    pub async fn connect(&self, peer: impl ToSocketAddrs) -> io::Result<()> {
        try_each(peer, |peer| self.0.io().connect(peer)).await
    }

    /// The address it is bound to.
    ///
    /// # Errors
    ///
    /// As [`std::net::UdpSocket::local_addr`].
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
    /// As [`std::net::UdpSocket::send`]. Also [`ConnectionRefused`](io::ErrorKind::ConnectionRefused), for an earlier
    /// datagram that found no socket.
    pub async fn send(&self, datagram: &[u8]) -> io::Result<usize> {
        self.0.write(|io| io.send(datagram)).await
    }

    /// Sends a datagram to this address, or to the first address of a name.
    ///
    /// # Errors
    ///
    /// When a name cannot be looked up, and as [`std::net::UdpSocket::send_to`].
    pub async fn send_to(&self, datagram: &[u8], target: impl ToSocketAddrs) -> io::Result<usize> {
        let target = first_address(target).await?;
        self.0.write(|io| io.send_to(datagram, target)).await
    }

    /// Receives the next datagram, and gives how many bytes it put into `buffer`. What does not fit is lost. 0 is an
    /// empty datagram: there is no end.
    ///
    /// Cancel-safe: no datagram is lost when the future is dropped.
    ///
    /// # Errors
    ///
    /// As [`std::net::UdpSocket::recv`]. Also [`ConnectionRefused`](io::ErrorKind::ConnectionRefused), for a
    /// datagram that was sent and found no socket. On Windows a datagram that does not fit is an error.
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

    /// As [`recv_from`](Self::recv_from), but the datagram stays there for the next.
    ///
    /// # Errors
    ///
    /// As `recv_from`.
    pub async fn peek_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.0.read(|io| io.peek_from(buffer)).await
    }

    /// Sets whether it may send to broadcast addresses. For multicast groups see `socket2`, as [`net`](super) says.
    ///
    /// # Errors
    ///
    /// As [`std::net::UdpSocket::set_broadcast`].
    pub fn set_broadcast(&self, broadcast: bool) -> io::Result<()> {
        self.0.io().set_broadcast(broadcast)
    }
}

socket!(UdpSocket, std::net::UdpSocket);
