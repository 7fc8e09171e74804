//! What the driver knows of a socket.

use crate::util::lock::lock;
use crate::util::panic::catch_panic;
use mio::event::Event;
use std::error::Error;
use std::sync::{Mutex, MutexGuard};
use std::task::{Poll, Waker};
use std::{fmt, io, mem};

/// What is known of one registered socket.
#[derive(Default)]
pub(crate) struct ScheduledIo {
    pub(crate) read: Direction,
    pub(crate) write: Direction,
}

/// One direction of a socket.
#[derive(Default)]
pub(crate) struct Direction(Mutex<Readiness>);

// ANCHOR: Readiness
/// What is known of one direction. The operating system reports an *edge*: it says once that a socket became ready, and
/// not again while it stays so.
#[derive(Default)]
struct Readiness {
    /// True if an operation is worth a try. An edge sets it; a try that finds nothing clears it.
    ready: bool,
    /// True if this direction has ended. No edge comes after that one, so this is never cleared. An urgent byte sets
    /// it, too: a read stops early there even when more data follows, so from then on a short read says nothing.
    ended: bool,
    /// True if the runtime is gone: no edge will come any more.
    orphaned: bool,
    /// Wakes the task that waits for the next edge. One task waits for a direction: the latest that asked.
    waiter: Option<Waker>,
}
// ANCHOR_END: Readiness

/// The runtime of a socket was dropped: an [`io::Error`] has this inside.
#[derive(Debug)]
pub(crate) struct RuntimeGone;

impl RuntimeGone {
    pub(crate) fn is_in(error: &io::Error) -> bool {
        error
            .get_ref()
            .is_some_and(|inner| inner.is::<RuntimeGone>())
    }
}

impl fmt::Display for RuntimeGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the runtime of this socket was dropped: use `into_std`, then `from_std` in another one")
    }
}

impl Error for RuntimeGone {}

impl ScheduledIo {
    pub(super) fn is_awaited(&self) -> bool {
        let waits = |direction: &Direction| direction.lock().waiter.is_some();
        waits(&self.read) || waits(&self.write)
    }

    /// The runtime is gone. Returns the wakers to wake.
    pub(super) fn orphan(&self) -> [Option<Waker>; 2] {
        [&self.read, &self.write].map(|direction| {
            let mut readiness = direction.lock();
            readiness.orphaned = true;
            readiness.waiter.take()
        })
    }

    /// An edge was reported. Adds the wakers to wake.
    pub(super) fn set_readiness(&self, event: &Event, woken: &mut Vec<Waker>) {
        let read_ended = event.is_read_closed() || event.is_error() || event.is_priority();
        let write_ended = event.is_write_closed() || event.is_error();
        if event.is_readable() || read_ended {
            woken.extend(self.read.set_edge(read_ended));
        }
        if event.is_writable() || write_ended {
            woken.extend(self.write.set_edge(write_ended));
        }
    }
}

impl Direction {
    // ANCHOR: poll_readiness
    /// Ready if an operation is worth a try; else `waker` is woken at the next edge. This takes the readiness, so that
    /// an edge during the try is not lost. It looks and leaves the waker under one lock: an edge in between would be
    /// lost. The clone of the waker is user code, and made without the lock.
    ///
    /// # Errors
    ///
    /// If the runtime is gone.
    pub(crate) fn poll_readiness(&self, waker: &Waker) -> Poll<io::Result<()>> {
        if let Some(ready) = self.lock().take() {
            return Poll::Ready(ready);
        }
        let waker = waker.clone();
        let mut readiness = self.lock();
        if let Some(ready) = readiness.take() {
            return Poll::Ready(ready); // an edge came meanwhile
        }
        let old = readiness.waiter.replace(waker);
        drop(readiness);
        catch_panic(|| drop(old));
        Poll::Pending
    }
    // ANCHOR_END: poll_readiness

    /// There may be more: the next try need not wait for an edge.
    pub(crate) fn keep_readiness(&self) {
        self.lock().ready = true;
    }

    /// The try took all there was, so the next one waits for an edge. Only after the last edge it does not: it finds
    /// the end.
    pub(crate) fn clear_readiness(&self) {
        let mut readiness = self.lock();
        readiness.ready |= readiness.ended;
    }

    fn set_edge(&self, ended: bool) -> Option<Waker> {
        let mut readiness = self.lock();
        readiness.ready = true;
        readiness.ended |= ended;
        readiness.waiter.take()
    }

    fn lock(&self) -> MutexGuard<'_, Readiness> {
        lock(&self.0)
    }
}

impl Readiness {
    fn take(&mut self) -> Option<io::Result<()>> {
        match self.orphaned {
            true => Some(Err(io::Error::other(RuntimeGone))),
            false => mem::take(&mut self.ready).then_some(Ok(())),
        }
    }
}
