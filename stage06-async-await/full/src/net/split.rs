//! The two halves of a stream.

use futures::{AsyncRead, AsyncWrite};
use std::io::{IoSlice, IoSliceMut};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::{io, mem};

/// The half of a [`TcpStream`](crate::net::TcpStream) or [`UnixStream`](crate::net::UnixStream) that reads; made by its
/// `into_split`.
///
/// Dropping it closes nothing: the other half may go on to write.
///
/// ```
/// use futures::{AsyncReadExt, AsyncWriteExt, io::copy};
/// use stage06_full::{Runtime, net::{TcpListener, TcpStream}, spawn};
///
/// Runtime::new().block_on(async {
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     let (mut from_server, mut to_server) = TcpStream::connect(listener.local_addr()?).await?.into_split();
///     let (from_client, mut to_client) = listener.accept().await?.0.into_split();
///     spawn(async move { copy(from_client, &mut to_client).await });
///
///     to_server.write_all(b"hello").await?;
///     drop(to_server); // the server reads the end, and drops its half in turn
///     let mut heard = String::new();
///     from_server.read_to_string(&mut heard).await?;
///     assert_eq!(heard, "hello");
///     std::io::Result::Ok(())
/// })?;
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct OwnedReadHalf<S>(Arc<S>);

/// The half of a [`TcpStream`](crate::net::TcpStream) or [`UnixStream`](crate::net::UnixStream) that writes; made by its
/// `into_split`.
///
/// Dropping it closes this direction: the peer reads the end, even while the other half lives.
#[derive(Debug)]
pub struct OwnedWriteHalf<S>
where
    for<'a> &'a S: AsyncWrite,
{
    stream: Arc<S>,
    /// True if dropping it closes this direction.
    closes: bool,
}

pub(super) fn split<S>(stream: S) -> (OwnedReadHalf<S>, OwnedWriteHalf<S>)
where
    for<'a> &'a S: AsyncWrite,
{
    let stream = Arc::new(stream);
    let write = OwnedWriteHalf {
        stream: stream.clone(),
        closes: true,
    };
    (OwnedReadHalf(stream), write)
}

impl<S> OwnedReadHalf<S>
where
    for<'a> &'a S: AsyncWrite,
{
    /// The stream again.
    ///
    /// # Errors
    ///
    /// Both halves, if they are not of one stream.
    pub fn reunite(
        self,
        mut write: OwnedWriteHalf<S>,
    ) -> Result<S, (OwnedReadHalf<S>, OwnedWriteHalf<S>)> {
        if !Arc::ptr_eq(&self.0, &write.stream) {
            return Err((self, write));
        }
        write.closes = false;
        drop(write);
        Ok(Arc::into_inner(self.0).expect("a stream has two halves"))
    }
}

/// The stream, for its addresses and settings.
impl<S> AsRef<S> for OwnedReadHalf<S> {
    fn as_ref(&self) -> &S {
        &self.0
    }
}

/// The stream, for its addresses and settings.
impl<S> AsRef<S> for OwnedWriteHalf<S>
where
    for<'a> &'a S: AsyncWrite,
{
    fn as_ref(&self) -> &S {
        &self.stream
    }
}

impl<S> AsyncRead for OwnedReadHalf<S>
where
    for<'a> &'a S: AsyncRead,
{
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut &*self.0).poll_read(context, buffer)
    }

    fn poll_read_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut &*self.0).poll_read_vectored(context, buffers)
    }
}

impl<S> AsyncWrite for OwnedWriteHalf<S>
where
    for<'a> &'a S: AsyncWrite,
{
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut &*self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut &*self.stream).poll_write_vectored(context, buffers)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut &*self.stream).poll_flush(context)
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut &*self.stream).poll_close(context)
    }
}

impl<S> Drop for OwnedWriteHalf<S>
where
    for<'a> &'a S: AsyncWrite,
{
    fn drop(&mut self) {
        if mem::take(&mut self.closes) {
            // A shutdown does not wait; if it fails the connection is gone.
            let context = &mut Context::from_waker(Waker::noop());
            let _ = Pin::new(&mut &*self.stream).poll_close(context);
        }
    }
}
