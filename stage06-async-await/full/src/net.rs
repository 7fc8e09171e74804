//! Sockets that the io driver watches: TCP, UDP, and on Unix those that have a path instead of a port.
//!
//! Each is one descriptor, registered when it is made and given back when it is dropped. Methods that wait take
//! `&self` wherever several tasks may wait. What becomes possible wakes all tasks that wait for it in a method: one of
//! them gets the connection or the datagram, and the others go on waiting. Reading and writing a stream is for *one task
//! a direction*: of two tasks that read one stream, only the latest is woken.
//!
//! They have the names and the errors of std's. What is not here is in the crate `socket2`, for any of them:
//! `socket2::SockRef::from(&stream).set_keepalive(true)`.

pub(crate) mod backoff;
pub(crate) mod lookup_host;
pub(crate) mod pause;
pub(crate) mod socket;
pub(crate) mod split;
pub(crate) mod target;
pub(crate) mod tcp;
pub(crate) mod to_socket_addrs;
pub(crate) mod udp;
#[cfg(unix)]
pub(crate) mod unix;

pub use lookup_host::lookup_host;
pub use split::{OwnedReadHalf, OwnedWriteHalf};
pub use tcp::{
    listener::{Incoming, TcpListener},
    stream::TcpStream,
};
pub use to_socket_addrs::ToSocketAddrs;
pub use udp::UdpSocket;
#[cfg(unix)]
pub use unix::{
    datagram::UnixDatagram,
    listener::{UnixIncoming, UnixListener},
    stream::UnixStream,
};
