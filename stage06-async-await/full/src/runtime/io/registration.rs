//! A socket that a driver watches.

use crate::runtime::context::expect_current;
use crate::runtime::coop;
use crate::runtime::io::registry::Registry;
use crate::runtime::io::scheduled_io::{ScheduledIo, Waiter};
use crate::runtime::io::transfer::Tried;
use crate::runtime::scheduler::shared::Shared;
use crate::util::slot_map::Key;
use mio::event::Source;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// A nonblocking socket of mio's, and its registration with the runtime on whose thread it was made. It may be used
/// and dropped on any thread; the task that waits for it is woken there.
pub(crate) struct Registration<S: Source> {
    /// `None` only on the way out of [`into_inner`](Self::into_inner).
    io: Option<S>,
    key: Key,
    socket: Arc<ScheduledIo>,
    registry: Arc<Registry>,
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
        let core = expect_current();
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

    /// The runtime that it is registered with.
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.registry.shared
    }

    /// Takes the socket out of the driver.
    pub(crate) fn into_inner(mut self) -> S {
        let mut io = self.io.take().expect("it has not been taken out");
        self.registry.deregister(self.key, &mut io);
        io
    }

    /// A future that will read.
    pub(crate) fn reader(&self) -> Waiter<'_> {
        self.socket.read.waiter()
    }

    /// Tries to read, now or when the socket has become readable.
    pub(crate) fn poll_read<T>(
        &self,
        context: &mut Context<'_>,
        operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        self.poll_io(&mut self.socket.read.latest(), context, operation)
    }

    /// Tries to write, now or when the socket has become writable.
    pub(crate) fn poll_write<T>(
        &self,
        context: &mut Context<'_>,
        operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        self.poll_io(&mut self.socket.write.latest(), context, operation)
    }

    /// Reads something whole, such as a datagram or a connection: it says nothing about whether there is more.
    pub(crate) async fn read<T>(
        &self,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> io::Result<T> {
        let whole = |io: &S| operation(io).map(Tried::MayHaveMore);
        self.wait(self.reader(), whole).await
    }

    /// Writes something whole.
    pub(crate) async fn write<T>(
        &self,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> io::Result<T> {
        let whole = |io: &S| operation(io).map(Tried::MayHaveMore);
        self.wait(self.socket.write.waiter(), whole).await
    }

    async fn wait<T>(
        &self,
        mut waiter: Waiter<'_>,
        mut operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> io::Result<T> {
        poll_fn(|context| self.poll_io(&mut waiter, context, &mut operation)).await
    }

    pub(crate) fn poll_io<T>(
        &self,
        waiter: &mut Waiter<'_>,
        context: &mut Context<'_>,
        operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        coop::cooperate(context, |context| self.poll_try(waiter, context, operation))
    }

    // ANCHOR: poll_try
    /// Interest first, then the try: an edge that comes in between makes the socket ready again, and is not lost.
    fn poll_try<T>(
        &self,
        waiter: &mut Waiter<'_>,
        context: &mut Context<'_>,
        mut operation: impl FnMut(&S) -> io::Result<Tried<T>>,
    ) -> Poll<io::Result<T>> {
        loop {
            ready!(waiter.poll_readiness(context.waker()))?;
            let direction = waiter.direction;
            match operation(self.io()) {
                Ok(Tried::Drained(value)) => {
                    direction.clear_readiness();
                    return Poll::Ready(Ok(value));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => direction.keep_readiness(),
                result => {
                    direction.keep_readiness();
                    return Poll::Ready(result.map(Tried::into_inner));
                }
            }
        }
    }
    // ANCHOR_END: poll_try
}

impl<S: Source> Drop for Registration<S> {
    fn drop(&mut self) {
        if let Some(io) = &mut self.io {
            self.registry.deregister(self.key, io);
        }
    }
}
