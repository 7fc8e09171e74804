//! Limits on a client's time, whatever its protocol is doing.

use futures::{AsyncRead, AsyncWrite, ready};
use stage06_full::{Sleep, net::TcpStream, now, sleep};
use std::io::{self, ErrorKind, IoSlice};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use std::{cell::Cell, future::Future, pin::Pin, rc::Rc};

/// The fewest bytes of an answer that a client has to take in a second.
const RATE: u32 = 1024;

/// What a client is doing; its stream and its requests share it.
pub(crate) struct Client {
    /// How long the head of a request may take.
    header: Duration,
    /// How long the connection may be silent.
    idle: Duration,
    /// Requests whose answers are not yet all in hyper's hands.
    requests: Cell<usize>,
    /// Bytes of answers that hyper has and the system has not.
    owed: Cell<usize>,
    /// When the last byte came or went.
    heard: Cell<Instant>,
    /// When the client must have gone on: sent a head, or taken some of the answer.
    deadline: Cell<Instant>,
    /// True if the client is told that the connection ends, and may still send.
    pub(crate) unread: Cell<bool>,
}

impl Client {
    pub(crate) fn new(header: Duration, idle: Duration) -> Rc<Self> {
        Rc::new(Client {
            header,
            idle,
            requests: Cell::new(0),
            owed: Cell::new(0),
            heard: Cell::new(now()),
            deadline: Cell::new(now() + header),
            unread: Cell::new(false),
        })
    }

    /// A request has come. It is answered when the outcome is dropped.
    pub(crate) fn asks(self: &Rc<Self>) -> Asking {
        if self.requests.replace(self.requests.get() + 1) == 0 {
            self.deadline.set(now() + self.idle);
        }
        Asking(self.clone())
    }

    // ANCHOR: took
    /// Some bytes went to the system. Those of an answer buy time.
    fn took(&self, bytes: usize) {
        let taken = bytes.min(self.owed.get());
        self.owed.set(self.owed.get() - taken);
        if taken > 0 {
            let deadline = self.deadline.get() + Duration::from_secs(taken as u64) / RATE;
            self.deadline.set(deadline.min(now() + self.idle));
            self.rests();
        }
    }

    /// When all answers are gone, the client has time for another head.
    fn rests(&self) {
        if (self.requests.get(), self.owed.get()) == (0, 0) {
            self.deadline.set(now() + self.header);
        }
    }
    // ANCHOR_END: took

    /// Returns when the client's time is over.
    fn limit(&self) -> Instant {
        self.deadline.get().min(self.heard.get() + self.idle)
    }
}

/// A request that is being answered.
pub(crate) struct Asking(Rc<Client>);

impl Asking {
    /// Hyper takes some bytes of the answer.
    pub(crate) fn owes(&self, bytes: usize) {
        self.0.owed.set(self.0.owed.get() + bytes);
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.requests.set(self.0.requests.get() - 1);
        self.0.rests();
    }
}

/// A stream that breaks when its client's time is over.
pub(crate) struct Limited {
    stream: TcpStream,
    client: Rc<Client>,
    timer: Sleep,
}

impl Limited {
    pub(crate) fn new(stream: TcpStream, client: Rc<Client>) -> Self {
        let timer = sleep(client.header);
        Limited {
            stream,
            client,
            timer,
        }
    }

    /// What waits for the stream waits for the timer, too.
    fn checked<T>(&mut self, context: &mut Context, polled: Tried<T>) -> Tried<T> {
        if polled.is_ready() {
            self.client.heard.set(now());
            return polled;
        }
        let limit = self.client.limit();
        if self.timer.deadline() != limit {
            self.timer.reset(limit);
        }
        ready!(Pin::new(&mut self.timer).poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

type Tried<T> = Poll<io::Result<T>>;

impl AsyncRead for Limited {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context, buffer: &mut [u8]) -> Tried<usize> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.checked(cx, polled)
    }
}

impl AsyncWrite for Limited {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context, bytes: &[u8]) -> Tried<usize> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context,
        parts: &[IoSlice],
    ) -> Tried<usize> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        if let Poll::Ready(Ok(bytes)) = polled {
            self.client.took(bytes);
        }
        self.checked(cx, polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context) -> Tried<()> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// A socket that is closed with bytes unread resets the connection, and the client may lose the answer. So they
    /// are read, as long as the client's time lasts.
    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context) -> Tried<()> {
        ready!(Pin::new(&mut self.stream).poll_close(cx))?;
        while self.client.unread.get() {
            let read = ready!(self.as_mut().poll_read(cx, &mut [0; 4096]));
            self.client.unread.set(matches!(read, Ok(1..)));
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
#[path = "../../tests/unit/limits.rs"]
mod tests;
