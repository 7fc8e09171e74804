//! A socket that the reactor knows.

use crate::{
    runtime::{
        context,
        handle::Handle,
        io::{
            driver::Registry,
            scheduled_io::{Direction, ScheduledIo},
        },
    },
    util::slot_map::Key,
};
use mio::event::Source;
use std::{
    future::poll_fn,
    io::{self, ErrorKind},
    sync::Arc,
    task::{Context, Poll},
};

/// A nonblocking socket of mio's, and its registration with the runtime on whose thread it was made. It may be used
/// and dropped on any thread; whoever waits for it is woken there.
pub(crate) struct Registration<S: Source> {
    /// `None` only on the way out of [`into_inner`](Self::into_inner).
    io: Option<S>,
    key: Key,
    socket: Arc<ScheduledIo>,
    registry: Arc<Registry>,
}

/// What a try has found.
pub(crate) enum Tried<T> {
    /// This, and perhaps more.
    MayHaveMore(T),
    /// This, and nothing more for now.
    Drained(T),
}

impl<S: Source> Registration<S> {
    /// # Errors
    ///
    /// When the operating system cannot watch the socket.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub(crate) fn new(io: S) -> io::Result<Self> {
        let core = context::core();
        Self::register(io, core.driver()?.registry.clone())
    }

    /// A socket that came through this one, such as a connection through a listener: it belongs to the same runtime,
    /// whatever thread this is.
    pub(crate) fn beside<T: Source>(&self, io: T) -> io::Result<Registration<T>> {
        Registration::register(io, self.registry.clone())
    }

    fn register(mut io: S, registry: Arc<Registry>) -> io::Result<Self> {
        let (key, socket) = registry.register(&mut io)?;
        Ok(Registration {
            io: Some(io),
            key,
            socket,
            registry,
        })
    }

    pub(crate) fn io(&self) -> &S {
        self.io.as_ref().expect("it has not been taken out")
    }

    /// The way to the runtime that it is registered with.
    pub(crate) fn handle(&self) -> &Handle {
        &self.registry.handle
    }

    /// Takes the socket out of the driver.
    pub(crate) fn into_inner(mut self) -> S {
        let mut io = self.io.take().expect("it has not been taken out");
        self.registry.deregister(self.key, &mut io);
        io
    }

    /// Tries to read, now or when the socket has become readable.
    pub(crate) fn poll_read<T>(
        &self,
        context: &mut Context<'_>,
        operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        self.poll_io(&self.socket.read, context, operation)
    }

    /// Tries to write, now or when the socket has become writable.
    pub(crate) fn poll_write<T>(
        &self,
        context: &mut Context<'_>,
        operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        self.poll_io(&self.socket.write, context, operation)
    }

    /// Reads something whole, such as a datagram or a connection: it says nothing about whether there is more.
    pub(crate) async fn read<T>(
        &self,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> io::Result<T> {
        poll_fn(|context| self.poll_read(context, |io| operation(io).map(Tried::MayHaveMore))).await
    }

    /// Writes something whole.
    pub(crate) async fn write<T>(
        &self,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> io::Result<T> {
        poll_fn(|context| self.poll_write(context, |io| operation(io).map(Tried::MayHaveMore)))
            .await
    }

    // ANCHOR: poll_io
    /// Interest first, then the try: an edge that comes in between makes the socket ready again, and is not lost.
    fn poll_io<T>(
        &self,
        direction: &Direction,
        context: &mut Context<'_>,
        mut operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        while direction.poll_readiness(context.waker())? {
            match operation(self.io()) {
                Ok(Tried::Drained(value)) => {
                    direction.clear_readiness();
                    return Poll::Ready(Ok(value));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => direction.set_ready(),
                result => {
                    direction.set_ready();
                    return Poll::Ready(result.map(Tried::into_inner));
                }
            }
        }
        Poll::Pending
    }
    // ANCHOR_END: poll_io
}

impl<T> Tried<T> {
    fn into_inner(self) -> T {
        match self {
            Tried::MayHaveMore(value) | Tried::Drained(value) => value,
        }
    }
}

impl Tried<usize> {
    /// For a socket whose transfers may be short for other reasons, as a Unix socket's are at a descriptor that is
    /// sent along.
    #[cfg(unix)]
    pub(crate) fn may_have_more(transferred: usize, _possible: usize) -> Self {
        Tried::MayHaveMore(transferred)
    }

    /// A transfer that was shorter than it might have been has emptied, or filled, the socket: epoll(7) promises that
    /// of streams, and an urgent byte is told there. Elsewhere a read may stop at one silently; and where mio has to
    /// emulate edges, on Windows, only `WouldBlock` arms the next one.
    pub(crate) fn of(transferred: usize, possible: usize) -> Self {
        let promised = cfg!(any(target_os = "linux", target_os = "android"));
        match promised && 0 < transferred && transferred < possible {
            true => Tried::Drained(transferred),
            false => Tried::MayHaveMore(transferred),
        }
    }
}

/// How many bytes a single call may transfer. The system looks at no more than this many slices, and at no more than
/// this many bytes, so what is beyond says nothing about the socket.
pub(crate) fn possible(lengths: impl Iterator<Item = usize>) -> usize {
    const MOST_SLICES: usize = 1024;
    const MOST_BYTES: usize = 0x7fff_f000;
    let all = lengths.take(MOST_SLICES).fold(0, usize::saturating_add);
    all.min(MOST_BYTES)
}

impl<S: Source> Drop for Registration<S> {
    fn drop(&mut self) {
        if let Some(io) = &mut self.io {
            self.registry.deregister(self.key, io);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_short_of_what_a_single_call_may_transfer() {
        assert_eq!(possible([3, 0, 4].into_iter()), 7);
        assert_eq!(possible(std::iter::repeat_n(1, 1025)), 1024);
        let most = possible([usize::MAX, usize::MAX].into_iter());
        assert!(matches!(Tried::of(most, most), Tried::MayHaveMore(_)));
        assert!(most < i32::MAX as usize);
    }
}
