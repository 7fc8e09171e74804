//! What the reactor knows of a socket.

use crate::util::{lock::lock, panic::catch_panic};
use mio::event::Event;
use std::{
    error::Error,
    fmt, io,
    sync::{Mutex, MutexGuard},
    task::Waker,
};

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
/// What the reactor has heard, and who wants to hear more.
#[derive(Default)]
struct Readiness {
    /// Whether it is worth a try. The operating system says so once, when it becomes so ("edge-triggered"); a try
    /// that finds nothing makes it false again.
    ready: bool,
    /// Whether this direction has ended. That is the last edge, so it is never forgotten. So that no short read is
    /// trusted any more, an urgent byte counts as the end, too.
    ended: bool,
    /// Whether the runtime is gone: no edge will come any more.
    orphaned: bool,
    /// Whom to wake at the next edge. One task for a direction: the latest who asked.
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
        [&self.read, &self.write]
            .iter()
            .any(|direction| direction.lock().waiter.is_some())
    }

    /// Gives who waited for it.
    pub(super) fn orphan(&self) -> [Option<Waker>; 2] {
        [&self.read, &self.write].map(|direction| {
            let mut readiness = direction.lock();
            readiness.orphaned = true;
            readiness.waiter.take()
        })
    }

    pub(super) fn mark(&self, event: &Event, woken: &mut Vec<Waker>) {
        // At an urgent byte a read stops short, though more may follow it.
        let read_ended = event.is_read_closed() || event.is_error() || event.is_priority();
        let write_ended = event.is_write_closed() || event.is_error();
        if event.is_readable() || read_ended {
            woken.extend(self.read.mark(read_ended));
        }
        if event.is_writable() || write_ended {
            woken.extend(self.write.mark(write_ended));
        }
    }
}

impl Direction {
    // ANCHOR: poll_readiness
    /// Whether a try is worth it; it counts as tried from here on. If not, `waker` is woken at the next edge. It is
    /// looked at and the waker left under one lock: an edge in between would be lost. The clone is user code, and made
    /// outside of it.
    pub(crate) fn poll_readiness(&self, waker: &Waker) -> io::Result<bool> {
        if self.lock().take()? {
            return Ok(true);
        }
        let waker = waker.clone();
        let mut readiness = self.lock();
        if readiness.take()? {
            return Ok(true); // an edge came meanwhile
        }
        let old = readiness.waiter.replace(waker);
        drop(readiness);
        catch_panic(|| drop(old));
        Ok(false)
    }
    // ANCHOR_END: poll_readiness

    /// There may be more: the next try need not wait for an edge.
    pub(crate) fn set_ready(&self) {
        self.lock().ready = true;
    }

    /// The try took all there was. Only if the direction has ended there is one more thing to learn: just that.
    pub(crate) fn clear_readiness(&self) {
        let mut readiness = self.lock();
        readiness.ready |= readiness.ended;
    }

    /// An edge.
    fn mark(&self, ended: bool) -> Option<Waker> {
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
    /// # Errors
    ///
    /// If the runtime is gone.
    fn take(&mut self) -> io::Result<bool> {
        match self.orphaned {
            true => Err(io::Error::other(RuntimeGone)),
            false => Ok(std::mem::take(&mut self.ready)),
        }
    }
}
