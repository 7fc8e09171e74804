//! Bytes for hyper.

use ::hyper::rt::{Read, ReadBufCursor, Write};
use futures::{AsyncRead, AsyncWrite};
use pin_project_lite::pin_project;
use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

pin_project! {
    /// Gives hyper whatever has the `AsyncRead` and `AsyncWrite` of the crate `futures`: a socket, or a TLS stream
    /// around one.
    ///
    /// Safe code reads into memory that is initialised, and hyper's is not: so the bytes come into a buffer of this
    /// thread, and from there to hyper. That is one copy within the caches, a few per cent of what the system
    /// spends on the same bytes. All connections of a thread share the buffer, so one that is idle holds none.
    #[derive(Debug)]
    pub struct Io<T> {
        #[pin]
        inner: T,
    }
}

/// The most that one read brings.
const CHUNK: usize = 64 * 1024;

thread_local! {
    /// Empty before the first read, and while one is going on: a stream that reads from another `Io` makes one of its
    /// own.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl<T> Io<T> {
    /// Wraps a stream.
    pub fn new(inner: T) -> Self {
        Io { inner }
    }

    /// The stream itself.
    pub fn get_ref(&self) -> &T {
        &self.inner
    }

    /// Unwraps the stream; nothing is held back here.
    pub fn into_inner(self) -> T {
        self.inner
    }
}

// ANCHOR: Io
impl<T: AsyncRead> Read for Io<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut unfilled: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut buffer = BUFFER.take();
        if buffer.is_empty() {
            buffer = vec![0; CHUNK];
        }
        let wanted = CHUNK.min(unfilled.remaining());
        let polled = self
            .project()
            .inner
            .poll_read(context, &mut buffer[..wanted]);
        if let Poll::Ready(Ok(read)) = polled {
            unfilled.put_slice(&buffer[..read]);
        }
        BUFFER.set(buffer);
        polled.map_ok(drop)
    }
}
// ANCHOR_END: Io

impl<T: AsyncWrite> Write for Io<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.project().inner.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.project().inner.poll_write_vectored(context, parts)
    }

    /// Head and body leave in one call, without being copied together first.
    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.project().inner.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.project().inner.poll_close(context)
    }
}
