//! TCP: who waits for a client, for bytes, for room to write.

pub use ::tokio::net::*;

use crate::{
    current::{self, Pending},
    sink,
    wait::{Kind, Wait, woken_by},
    words::{Name, Words},
};
use std::{
    io::{self, IoSlice},
    net::SocketAddr,
    ops::{Deref, DerefMut},
    panic::Location,
    pin::Pin,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// As tokio's: waiting for a client is recorded. Its other methods are tokio's.
#[derive(Debug)]
pub struct TcpListener {
    name: Name,
    listener: ::tokio::net::TcpListener,
}

impl TcpListener {
    /// As tokio's.
    #[track_caller]
    pub fn bind<A: ToSocketAddrs>(at: A) -> impl Future<Output = io::Result<TcpListener>> {
        let name = Name::new("TcpListener");
        async move {
            let listener = ::tokio::net::TcpListener::bind(at).await?;
            Ok(TcpListener { name, listener })
        }
    }

    /// As tokio's.
    #[track_caller]
    pub fn accept(&self) -> impl Future<Output = io::Result<(TcpStream, SocketAddr)>> {
        let words = Words::Named("a client of the ", self.name);
        let name = Name::new("TcpStream");
        let accepted = Wait::new(self.listener.accept(), words, Kind::Socket);
        async move {
            let (stream, from) = accepted.await?;
            Ok((TcpStream { name, stream }, from))
        }
    }
}

impl Deref for TcpListener {
    type Target = ::tokio::net::TcpListener;
    fn deref(&self) -> &Self::Target {
        &self.listener
    }
}

/// As tokio's: waiting for bytes, and for room to write, is recorded. Its other methods are tokio's, and so are the halves of `split`.
#[derive(Debug)]
pub struct TcpStream {
    name: Name,
    stream: ::tokio::net::TcpStream,
}

impl TcpStream {
    /// As tokio's.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(to: A) -> impl Future<Output = io::Result<TcpStream>> {
        let (name, at) = (Name::new("TcpStream"), Location::caller());
        let words = Words::Named("the connection of the ", name);
        let connected = ::tokio::net::TcpStream::connect(to);
        async move {
            let stream = Wait::at(connected, words, Kind::Socket, at).await?;
            Ok(TcpStream { name, stream })
        }
    }

    /// Returns tokio's own stream.
    pub fn into_inner(self) -> ::tokio::net::TcpStream {
        self.stream
    }

    fn noted<T>(
        &mut self,
        words: &'static str,
        cx: &mut Context<'_>,
        poll: impl FnOnce(Pin<&mut ::tokio::net::TcpStream>, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let stream = Pin::new(&mut self.stream);
        if !sink::on() || current::current().is_none_or(|now| now.traced) {
            return poll(stream, cx);
        }
        let polled = woken_by("socket", cx, |cx| poll(stream, cx));
        if polled.is_pending() {
            let on = Words::Named(words, self.name).to_string();
            let (of, at) = (0, None);
            current::note_pending(current::pending(), Pending { of, on, at });
        }
        polled
    }
}

impl AsyncRead for TcpStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = |stream: Pin<&mut ::tokio::net::TcpStream>, cx: &mut Context<'_>| {
            stream.poll_read(cx, into)
        };
        self.get_mut().noted("bytes from the ", cx, read)
    }
}

impl AsyncWrite for TcpStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut()
            .noted("room to write in the ", cx, |s, cx| s.poll_write(cx, from))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let words = "room to write in the ";
        self.get_mut()
            .noted(words, cx, |s, cx| s.poll_write_vectored(cx, from))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Deref for TcpStream {
    type Target = ::tokio::net::TcpStream;
    fn deref(&self) -> &Self::Target {
        &self.stream
    }
}

impl DerefMut for TcpStream {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.stream
    }
}
