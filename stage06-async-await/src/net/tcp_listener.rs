//! Accepting connections.

use super::{
    TcpStream,
    registered::{Registered, Tried},
};
use std::{
    fmt,
    future::poll_fn,
    io,
    net::SocketAddr,
    task::{Context, Poll},
};

/// A TCP socket that listens.
///
/// ```
/// use stage06::{Runtime, net::{TcpListener, TcpStream}};
///
/// Runtime::new().block_on(async {
///     let mut listener = TcpListener::bind("127.0.0.1:0".parse().expect("an address"))?;
///     let _client = TcpStream::connect(listener.local_addr()?).await?;
///     let (_stream, peer) = listener.accept().await?;
///     assert!(peer.ip().is_loopback());
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct TcpListener(Registered<mio::net::TcpListener>);

impl TcpListener {
    /// Binds a socket and listens. Port 0 lets the system choose one.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpListener::bind`], and when no descriptor is left for the reactor.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        Registered::new(mio::net::TcpListener::bind(address)?).map(TcpListener)
    }

    /// Uses a listener of std's; it becomes nonblocking.
    ///
    /// # Errors
    ///
    /// When it cannot be made nonblocking, or the reactor cannot watch it.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn from_std(listener: std::net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Registered::new(mio::net::TcpListener::from_std(listener)).map(TcpListener)
    }

    /// The address it is bound to.
    ///
    /// # Errors
    ///
    /// As [`std::net::TcpListener::local_addr`].
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().local_addr()
    }

    /// The next connection, and where it comes from.
    ///
    /// Cancel-safe: no connection is lost when the future is dropped. It takes `&mut self`, so that the compiler sees to it that one task
    /// at a time waits.
    ///
    /// # Errors
    ///
    /// A connection that was reset while it waited, or no descriptor left: the listener can go on.
    pub async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        poll_fn(|context| self.poll_accept(context)).await
    }

    /// As [`accept`](Self::accept), for those who write futures by hand.
    ///
    /// # Errors
    ///
    /// As `accept`.
    // ANCHOR: poll_accept
    pub fn poll_accept(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        let accepted = self.0.poll_read(context, |io| io.accept().map(Tried::Some));
        accepted.map(|accepted| {
            let (stream, peer) = accepted?;
            Ok((TcpStream::new(stream)?, peer))
        })
    }
    // ANCHOR_END: poll_accept
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.io().fmt(f)
    }
}
