//! A limit on how long a connection may be silent.

use futures::{AsyncRead, AsyncWrite};
use stage06_full::{Sleep, now, sleep};
use std::{
    future::Future,
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// Breaks a connection over which no byte has come or gone for a while, whatever its protocol is doing.
pub(crate) struct IdleLimit<S> {
    stream: S,
    limit: Duration,
    /// One timer for both directions; each byte moves it.
    silence: Sleep,
}

impl<S> IdleLimit<S> {
    pub(crate) fn new(stream: S, limit: Duration) -> Self {
        IdleLimit {
            stream,
            limit,
            silence: sleep(limit),
        }
    }

    /// Whoever still waits waits for the timer too.
    fn checked<T>(
        &mut self,
        context: &mut Context<'_>,
        polled: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.silence.reset(now() + self.limit);
            return polled;
        }
        let over = Pin::new(&mut self.silence).poll(context);
        over.map(|()| Err(ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for IdleLimit<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.checked(context, polled)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for IdleLimit<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.checked(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.checked(context, polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_close(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::AsyncWriteExt;
    use stage06_full::{
        Runtime,
        net::{TcpListener, TcpStream},
    };

    #[test]
    fn head_and_body_leave_in_one_call() {
        Runtime::new().block_on(async {
            let listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).expect("a port");
            let address = listener.local_addr().expect("it is bound");
            let client = TcpStream::connect(address).await.expect("it listens");
            let mut client = IdleLimit::new(client, Duration::from_secs(20));
            let parts = [IoSlice::new(b"head"), IoSlice::new(b"body")];
            let written = client.write_vectored(&parts).await;
            assert_eq!(written.expect("there is room"), 8);
        });
    }
}
