//! Accepting connections from this machine.

use crate::net::backoff::Backoff;
use crate::net::socket::socket;
use crate::net::unix::stream::UnixStream;
use crate::runtime::io::registration::Registration;
use crate::runtime::io::scheduled_io::Waiter;
use crate::runtime::io::transfer::Tried;
use futures::Stream;
use std::future::poll_fn;
use std::io;
use std::os::unix::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A Unix socket that listens.
///
/// ```
/// use stage06_full::{Runtime, net::{UnixListener, UnixStream}};
///
/// # let path = std::env::temp_dir().join(format!("stage06-example-{}", std::process::id()));
/// Runtime::new().block_on(async {
///     let listener = UnixListener::bind(&path)?;
///     let _client = UnixStream::connect(&path).await?;
///     let (_stream, peer) = listener.accept().await?;
///     assert!(peer.is_unnamed());
///     std::fs::remove_file(&path) // dropping the listener does not
/// })?;
/// # std::io::Result::Ok(())
/// ```
pub struct UnixListener(Registration<mio::net::UnixListener>);

impl UnixListener {
    /// Binds a socket to a path, which becomes a file, and listens. The file stays there when the listener is
    /// dropped.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixListener::bind`]: also [`AddrInUse`](io::ErrorKind::AddrInUse), if the file is
    /// there from an earlier run.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        Registration::new(mio::net::UnixListener::bind(path)?).map(UnixListener)
    }

    /// The address it is bound to.
    ///
    /// # Errors
    ///
    /// As [`std::os::unix::net::UnixListener::local_addr`].
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.io().local_addr()
    }

    /// The next connection, and where it comes from; as [`TcpListener::accept`](crate::net::TcpListener::accept).
    ///
    /// # Errors
    ///
    /// No descriptor left: the listener can go on.
    pub async fn accept(&self) -> io::Result<(UnixStream, SocketAddr)> {
        let mut waiter = self.0.reader();
        poll_fn(|context| self.poll_accept(&mut waiter, context)).await
    }

    fn poll_accept(
        &self,
        waiter: &mut Waiter<'_>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<(UnixStream, SocketAddr)>> {
        let accepted = self
            .0
            .poll_io(waiter, context, |io| io.accept().map(Tried::MayHaveMore));
        accepted.map(|accepted| {
            let (stream, peer) = accepted?;
            Ok((UnixStream::new(self.0.beside(stream)?), peer))
        })
    }

    /// The connections that come; it goes on where [`accept`](Self::accept) would fail. It ends only when the
    /// listener's runtime has been dropped.
    pub fn incoming(&self) -> UnixIncoming<'_> {
        UnixIncoming {
            listener: self,
            waiter: self.0.reader(),
            backoff: Backoff::new(self.0.shared()),
        }
    }
}

socket!(UnixListener, std::os::unix::net::UnixListener);

/// The connections that come; made by [`UnixListener::incoming`]. It waits and ends as
/// [`Incoming`](crate::net::Incoming) does.
#[derive(Debug)]
pub struct UnixIncoming<'a> {
    listener: &'a UnixListener,
    waiter: Waiter<'a>,
    backoff: Backoff,
}

impl Stream for UnixIncoming<'_> {
    type Item = UnixStream;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<UnixStream>> {
        let UnixIncoming {
            listener,
            waiter,
            backoff,
        } = self.get_mut();
        let accepted = backoff.poll(context, |context| listener.poll_accept(waiter, context));
        accepted.map(|accepted| accepted.map(|(stream, _)| stream))
    }
}
