//! Sockets that wait in the reactor: TCP, UDP, and on Unix those that have a path instead of a port.
//!
//! Each is one descriptor, registered when it is made and given back when it is dropped. Methods that wait take
//! `&self` wherever one task may read while another writes. The rule is *one task a direction*: of two tasks that
//! wait for the same direction of one socket, only the latest is woken.
//!
//! They have the names and the errors of std's. What is not here is in the crate `socket2`, for any of them:
//! `socket2::SockRef::from(&stream).set_keepalive(true)`.

pub(crate) mod incoming;
pub(crate) mod lookup;
pub(crate) mod pause;
pub(crate) mod socket;
pub(crate) mod split;
pub(crate) mod tcp_listener;
pub(crate) mod tcp_stream;
pub(crate) mod udp_socket;
#[cfg(unix)]
pub(crate) mod unix_datagram;
#[cfg(unix)]
pub(crate) mod unix_listener;
#[cfg(unix)]
pub(crate) mod unix_stream;

pub use lookup::{connect, lookup_host};
pub use split::{OwnedReadHalf, OwnedWriteHalf};
pub use tcp_listener::{Incoming, TcpListener};
pub use tcp_stream::TcpStream;
pub use udp_socket::UdpSocket;
#[cfg(unix)]
pub use unix_datagram::UnixDatagram;
#[cfg(unix)]
pub use unix_listener::{UnixIncoming, UnixListener};
#[cfg(unix)]
pub use unix_stream::UnixStream;
