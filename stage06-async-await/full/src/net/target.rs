//! What was named as an address. Only this crate can name it, so no other type can have
//! [`ToSocketAddrs`](crate::net::ToSocketAddrs).

use std::net::SocketAddr;

/// What was named.
#[derive(Debug)]
pub enum Target {
    /// One address, without a list: a datagram is sent to it.
    Address(SocketAddr),
    /// Several, to be tried in this order.
    Addresses(Vec<SocketAddr>),
    /// `"name:port"`, which has to be looked up.
    Name(String),
}

/// What names an address.
pub trait Named {
    /// Reads it, and looks nothing up.
    fn target(&self) -> Target;
}
