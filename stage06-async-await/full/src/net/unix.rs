//! Sockets that have a path instead of a port.

pub(crate) mod datagram;
pub(crate) mod listener;
pub(crate) mod stream;
