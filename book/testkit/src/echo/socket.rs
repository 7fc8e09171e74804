//! The sockets of both sides.

use socket2::{Domain, Socket, Type};
use std::io;

/// What the kernel may hold for each connection and direction. Small, so that a buffer is full soon; not tiny, because a
/// loopback packet has up to 64 KiB, and TCP crawls when a buffer holds less than two of them.
const KERNEL_BUFFER: usize = 256 * 1024;

/// A socket with small buffers.
pub(super) fn socket() -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_recv_buffer_size(KERNEL_BUFFER)?;
    socket.set_send_buffer_size(KERNEL_BUFFER)?;
    Ok(socket)
}
