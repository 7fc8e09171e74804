//! Accepting connections.

use crate::net::backoff::Backoff;
use crate::net::lookup_host::try_each;
use crate::net::socket::socket;
use crate::net::tcp::stream::TcpStream;
use crate::net::to_socket_addrs::ToSocketAddrs;
use crate::runtime::io::registration::Registration;
use crate::runtime::io::scheduled_io::Waiter;
use crate::runtime::io::transfer::Tried;
use futures::Stream;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A TCP socket that listens.
///
/// ```
/// use stage06_full::{Runtime, net::{TcpListener, TcpStream}};
///
/// Runtime::new().block_on(async {
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     let _client = TcpStream::connect(listener.local_addr()?).await?;
///     let (_stream, peer) = listener.accept().await?;
///     assert!(peer.ip().is_loopback());
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct TcpListener(Registration<mio::net::TcpListener>);

impl TcpListener {
    /// Binds a socket and listens. Of several addresses it takes the first that can be bound. Port 0 lets the system
    /// choose one. The address may be used again at once after a server has ended (`SO_REUSEADDR`, but on Windows, where
    /// that means something else). For a queue of another length than the system's, make the socket with `socket2` and
    /// use [`from_std`](Self::from_std).
    ///
    /// # Errors
    ///
    /// When a name cannot be looked up. Else that of the last address, as from [`std::net::TcpListener::bind`]; and when
    /// no descriptor is left for the driver.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let bind = |address| Registration::new(mio::net::TcpListener::bind(address)?);
        try_each(address, bind).await.map(TcpListener)
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
    /// Cancel-safe: no connection is lost when the future is dropped.
    ///
    /// Several tasks may wait. A connection wakes all of them; the first that is polled gets it, and the others go on
    /// waiting. With many of them that is much work for nothing: let one accept, and spawn a task for each connection.
    ///
    /// # Errors
    ///
    /// A connection that was reset while it waited, or no descriptor left: the listener can go on. A loop that does
    /// so at once keeps a CPU busy until a descriptor is free; [`incoming`](Self::incoming) waits.
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let mut waiter = self.0.reader();
        poll_fn(|context| self.poll_accept(&mut waiter, context)).await
    }

    fn poll_accept(
        &self,
        waiter: &mut Waiter<'_>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        let accepted = self
            .0
            .poll_io(waiter, context, |io| io.accept().map(Tried::MayHaveMore));
        accepted.map(|accepted| {
            let (stream, peer) = accepted?;
            Ok((TcpStream::new(self.0.beside(stream)?), peer))
        })
    }

    /// The connections that come; it goes on where [`accept`](Self::accept) would fail. It ends only when the
    /// listener's runtime has been dropped.
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming {
            listener: self,
            waiter: self.0.reader(),
            backoff: Backoff::new(self.0.shared()),
        }
    }
}

socket!(TcpListener, std::net::TcpListener);

/// The connections that come; made by [`TcpListener::incoming`]. It ends only when the listener's runtime has been
/// dropped.
///
/// A client that has gone again before it was accepted is skipped. When the system has nothing left for a connection,
/// such as a descriptor, the client stays in the queue, and the next try comes after 10 ms, then 20, and so on up to
/// half a second, until another client has left or the cause is gone. Each failure is a tracing event.
///
/// ```
/// use futures::StreamExt;
/// use stage06_full::{Runtime, net::{TcpListener, TcpStream}};
///
/// Runtime::new().block_on(async {
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     let client = TcpStream::connect(listener.local_addr()?).await?;
///     let stream = listener.incoming().next().await.expect("it never ends");
///     assert_eq!(stream.peer_addr()?, client.local_addr()?);
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct Incoming<'a> {
    listener: &'a TcpListener,
    waiter: Waiter<'a>,
    backoff: Backoff,
}

impl Stream for Incoming<'_> {
    type Item = TcpStream;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<TcpStream>> {
        let Incoming {
            listener,
            waiter,
            backoff,
        } = self.get_mut();
        let accepted = backoff.poll(context, |context| listener.poll_accept(waiter, context));
        accepted.map(|accepted| accepted.map(|(stream, _)| stream))
    }
}
