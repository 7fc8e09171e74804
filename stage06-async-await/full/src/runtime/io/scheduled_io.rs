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
#[derive(Debug, Default)]
pub(crate) struct Direction(Mutex<Readiness>);

// ANCHOR: Readiness
/// What is known of one direction. The operating system reports an *edge*: it says once that a socket became ready, and
/// not again while it stays so.
#[derive(Debug, Default)]
struct Readiness {
    /// True if an operation is worth a try. An edge sets it; a try that finds nothing clears it.
    ready: bool,
    /// True if this direction has ended. No edge comes after that one, so this is never cleared. An urgent byte sets
    /// it, too: a read stops early there even when more data follows, so from then on a short read says nothing.
    ended: bool,
    /// True if the runtime is gone: no edge will come any more.
    orphaned: bool,
    /// The wakers of the futures that wait for the next edge, each with its ticket, the oldest first.
    waiters: Vec<(u64, Waker)>,
    /// The next ticket.
    tickets: u64,
    /// The waker of the latest poll by hand. A poll is no future: nothing says when it has stopped waiting.
    latest: Option<Waker>,
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
        self.read.is_awaited() || self.write.is_awaited()
    }

    /// The runtime is gone. Returns the wakers to wake.
    pub(super) fn orphan(&self) -> Vec<Waker> {
        let mut woken = Vec::new();
        for direction in [&self.read, &self.write] {
            let mut readiness = direction.lock();
            readiness.orphaned = true;
            woken.extend(readiness.take_waiters());
        }
        woken
    }

    /// An edge was reported. Adds the wakers to wake.
    pub(super) fn set_readiness(&self, event: &Event, woken: &mut Vec<Waker>) {
        let read_ended = event.is_read_closed() || event.is_error() || event.is_priority();
        let write_ended = event.is_write_closed() || event.is_error();
        if event.is_readable() || read_ended {
            self.read.set_edge(read_ended, woken);
        }
        if event.is_writable() || write_ended {
            self.write.set_edge(write_ended, woken);
        }
    }
}

impl Direction {
    /// For a future: it is woken whatever other tasks wait.
    pub(crate) fn waiter(&self) -> Waiter<'_> {
        self.wait(Place::Own(None))
    }

    /// For a poll by hand: of several tasks only the latest is woken.
    pub(crate) fn latest(&self) -> Waiter<'_> {
        self.wait(Place::Latest)
    }

    fn wait(&self, place: Place) -> Waiter<'_> {
        let direction = self;
        Waiter { direction, place }
    }

    /// There may be more: the next try need not wait for an edge.
    pub(crate) fn keep_readiness(&self) {
        self.set_readiness(|_| true);
    }

    /// The try took all there was, so the next one waits for an edge. Only after the last edge it does not: it finds
    /// the end.
    pub(crate) fn clear_readiness(&self) {
        self.set_readiness(|readiness| readiness.ready || readiness.ended);
    }

    /// Ends a try. A task that looked during the try, on another thread, has found no readiness: it is woken if there
    /// is some again.
    fn set_readiness(&self, is_ready: impl FnOnce(&Readiness) -> bool) {
        let mut readiness = self.lock();
        readiness.ready = is_ready(&readiness);
        if readiness.ready && readiness.is_awaited() {
            let woken: Vec<Waker> = readiness.take_waiters().collect();
            drop(readiness);
            let wake = |waker: Waker| _ = catch_panic(|| waker.wake());
            woken.into_iter().for_each(wake);
        }
    }

    fn set_edge(&self, ended: bool, woken: &mut Vec<Waker>) {
        let mut readiness = self.lock();
        readiness.ready = true;
        readiness.ended |= ended;
        woken.extend(readiness.take_waiters());
    }

    fn is_awaited(&self) -> bool {
        self.lock().is_awaited()
    }

    fn lock(&self) -> MutexGuard<'_, Readiness> {
        lock(&self.0)
    }
}

/// One that waits for a direction.
#[derive(Debug)]
pub(crate) struct Waiter<'a> {
    pub(super) direction: &'a Direction,
    place: Place,
}

/// Where a waiter leaves its waker.
#[derive(Debug)]
enum Place {
    Latest,
    /// Under this ticket, if it has waited.
    Own(Option<u64>),
}

impl Waiter<'_> {
    // ANCHOR: poll_readiness
    /// Ready if an operation is worth a try; else `waker` is woken at the next edge. This takes the readiness, so that
    /// an edge during the try is not lost. It looks and leaves the waker under one lock: an edge in between would be
    /// lost. The clone of the waker is user code, and made without the lock.
    ///
    /// # Errors
    ///
    /// If the runtime is gone.
    pub(crate) fn poll_readiness(&mut self, waker: &Waker) -> Poll<io::Result<()>> {
        if let Some(ready) = self.direction.lock().take() {
            return Poll::Ready(ready);
        }
        let waker = waker.clone();
        let mut readiness = self.direction.lock();
        if let Some(ready) = readiness.take() {
            return Poll::Ready(ready); // an edge came meanwhile
        }
        let old = match &mut self.place {
            Place::Latest => readiness.latest.replace(waker),
            Place::Own(ticket) => readiness.leave(ticket, waker),
        };
        drop(readiness);
        catch_panic(|| drop(old));
        Poll::Pending
    }
    // ANCHOR_END: poll_readiness
}

impl Drop for Waiter<'_> {
    /// A future that is dropped waits no more. All others were woken with it, so it has no wake to pass on.
    fn drop(&mut self) {
        if let Place::Own(Some(ticket)) = self.place {
            let mut readiness = self.direction.lock();
            let place = readiness.place(ticket);
            let waker = place.map(|place| readiness.waiters.remove(place));
            drop(readiness);
            catch_panic(|| drop(waker));
        }
    }
}

impl Readiness {
    fn take(&mut self) -> Option<io::Result<()>> {
        match self.orphaned {
            true => Some(Err(io::Error::other(RuntimeGone))),
            false => mem::take(&mut self.ready).then_some(Ok(())),
        }
    }

    fn is_awaited(&self) -> bool {
        self.latest.is_some() || !self.waiters.is_empty()
    }

    /// All wakers, to be woken.
    fn take_waiters(&mut self) -> impl Iterator<Item = Waker> {
        let futures = self.waiters.drain(..).map(|(_, waker)| waker);
        futures.chain(self.latest.take())
    }

    /// Keeps the waker of a future, and returns the one before. A future that was woken gets a new ticket.
    fn leave(&mut self, ticket: &mut Option<u64>, waker: Waker) -> Option<Waker> {
        if let Some(place) = ticket.and_then(|ticket| self.place(ticket)) {
            return Some(mem::replace(&mut self.waiters[place].1, waker));
        }
        *ticket = Some(self.tickets);
        self.waiters.push((self.tickets, waker));
        self.tickets += 1;
        None
    }

    fn place(&self, ticket: u64) -> Option<usize> {
        let found = self
            .waiters
            .binary_search_by_key(&ticket, |(ticket, _)| *ticket);
        found.ok()
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/scheduled_io.rs"]
mod tests;
