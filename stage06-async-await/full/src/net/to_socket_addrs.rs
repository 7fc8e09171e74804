//! What names an address.

use crate::net::target::{Named, Target};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

/// Names one address or several, for `bind`, `connect` and [`lookup_host`](crate::net::lookup_host): a
/// [`SocketAddr`], a slice of them, an IP address with a port, or a text such as `"localhost:80"`.
///
/// A name is looked up on a thread for blocking code. An address in figures needs none. As tokio's trait of this name
/// it is sealed: no other type can have it.
///
/// ```
/// use stage06_full::{Runtime, net::{TcpListener, TcpStream}};
///
/// Runtime::new().block_on(async {
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     let port = listener.local_addr()?.port();
///     let stream = TcpStream::connect(("localhost", port)).await?;
///     assert_eq!(stream.peer_addr()?, listener.local_addr()?);
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub trait ToSocketAddrs: Named {}

impl<T: Named + ?Sized> ToSocketAddrs for T {}

impl<T: Named + ?Sized> Named for &T {
    fn target(&self) -> Target {
        (**self).target()
    }
}

/// For what `SocketAddr` can be made of.
macro_rules! address {
    ($($address:ty),+) => {$(
        impl Named for $address {
            fn target(&self) -> Target {
                Target::Address((*self).into())
            }
        }
    )+};
}

address!(
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    (IpAddr, u16),
    (Ipv4Addr, u16),
    (Ipv6Addr, u16)
);

impl Named for [SocketAddr] {
    fn target(&self) -> Target {
        Target::Addresses(self.to_vec())
    }
}

impl Named for str {
    fn target(&self) -> Target {
        let address = self.parse().map(Target::Address);
        address.unwrap_or_else(|_| Target::Name(self.to_owned()))
    }
}

impl Named for String {
    fn target(&self) -> Target {
        self.as_str().target()
    }
}

impl Named for (&str, u16) {
    fn target(&self) -> Target {
        let (host, port) = *self;
        let address = host.parse().map(|host: IpAddr| (host, port).target());
        address.unwrap_or_else(|_| Target::Name(format!("{host}:{port}")))
    }
}

impl Named for (String, u16) {
    fn target(&self) -> Target {
        (self.0.as_str(), self.1).target()
    }
}
