//! The reactor: it asks the operating system which sockets are ready, and wakes who waits for them.

use crate::{
    job::contained,
    lock::lock,
    slots::{Key, Slots},
    waker::Remote,
};
use mio::{
    Events, Interest, Poll, Registry, Token,
    event::{Event, Source},
};
use std::{
    cell::RefCell,
    io::{self, ErrorKind},
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
    time::Duration,
};
use tracing::{debug, trace};

/// The loop's side: the only one that waits.
pub(crate) struct Reactor {
    poll: RefCell<Poll>,
    events: RefCell<Events>,
    /// Who is to be woken after a poll; empty in between. Kept for its memory.
    woken: RefCell<Vec<Waker>>,
    pub(crate) sockets: Arc<Sockets>,
}

/// The sockets' side: from any thread, a socket comes here to register and to leave.
pub(crate) struct Sockets {
    registry: Registry,
    table: Mutex<Slots<Arc<Socket>>>,
}

/// What is known of one registered socket.
#[derive(Default)]
pub(crate) struct Socket {
    pub(crate) read: Side,
    pub(crate) write: Side,
}

/// One direction of a socket.
#[derive(Default)]
pub(crate) struct Side(Mutex<Readiness>);

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
    /// Whom to wake at the next edge. One task for a direction: the latest who asked.
    waiter: Option<Waker>,
}
// ANCHOR_END: Readiness

/// The token of the waker that other threads use; no key has it.
const WAKE: Token = Token(usize::MAX);
/// Both directions, and urgent bytes where they can be told.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const ALL: Interest = Interest::READABLE.add(Interest::WRITABLE);
#[cfg(any(target_os = "linux", target_os = "android"))]
const ALL: Interest = Interest::READABLE
    .add(Interest::WRITABLE)
    .add(Interest::PRIORITY);

const _: () = assert!(
    usize::BITS >= 64,
    "a token holds a slot and a generation of 32 bits each"
);

impl Reactor {
    /// # Errors
    ///
    /// When the process has no descriptor left, or the system no memory.
    pub(crate) fn new(remote: &Remote) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = mio::Waker::new(poll.registry(), WAKE)?;
        let sockets = Arc::new(Sockets {
            registry: poll.registry().try_clone()?,
            table: Mutex::new(Slots::new()),
        });
        remote
            .poll_waker
            .set(waker)
            .expect("a runtime has one reactor");
        Ok(Reactor {
            poll: RefCell::new(poll),
            events: RefCell::new(Events::with_capacity(1024)),
            woken: RefCell::default(),
            sockets,
        })
    }

    /// Sleeps until a socket is ready, another thread wakes it, or the time is over; then wakes who waited for these
    /// sockets.
    ///
    /// # Panics
    ///
    /// When the operating system cannot wait.
    // ANCHOR: wait
    pub(crate) fn wait(&self, timeout: Option<Duration>) {
        let mut events = self.events.borrow_mut();
        match self.poll.borrow_mut().poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return,
            result => result.expect("the operating system can wait"),
        }
        let mut woken = self.woken.take();
        self.sockets.mark(&events, &mut woken);
        drop(events);
        woken.drain(..).for_each(|waker| contained(|| waker.wake()));
        self.woken.replace(woken);
    }
    // ANCHOR_END: wait
}

impl Sockets {
    /// Both directions at once, for the socket's whole life: what it waits for changes often, its registration never
    /// does.
    // ANCHOR: register
    pub(crate) fn register(&self, source: &mut impl Source) -> io::Result<(Key, Arc<Socket>)> {
        let socket = Arc::new(Socket::default());
        let key = self.table().insert(socket.clone());
        let token = Token(key.pack() as usize);
        let registered = self.registry.register(source, token, ALL);
        debug!(target: "event_loop", socket = key.pack(), ok = registered.is_ok(), "register");
        match registered {
            Ok(()) => Ok((key, socket)),
            Err(error) => {
                self.table().remove(key);
                Err(error)
            }
        }
    }
    // ANCHOR_END: register

    /// An event that was on its way finds no socket any more, even if its slot is used again.
    pub(crate) fn deregister(&self, key: Key, source: &mut impl Source) {
        let socket = self.table().remove(key);
        // It fails if the descriptor is gone already, and then there is nothing to deregister.
        let _ = self.registry.deregister(source);
        drop(socket);
    }

    /// Writes down what has happened. Nobody is woken yet: that is foreign code, and here a lock is held.
    fn mark(&self, events: &Events, woken: &mut Vec<Waker>) {
        let others = |event: &&Event| event.token() != WAKE;
        events.iter().filter(others).for_each(tell);
        let mut table = self.table();
        for event in events {
            let key = Key::unpack(event.token().0 as u64);
            if let Some(socket) = table.get_mut(key) {
                socket.mark(event, woken);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.table().len()
    }

    fn table(&self) -> MutexGuard<'_, Slots<Arc<Socket>>> {
        lock(&self.table)
    }
}

/// Whoever hears of it is foreign code, so no lock is held.
fn tell(event: &Event) {
    trace!(target: "event_loop", token = event.token().0, readable = event.is_readable(), writable = event.is_writable(), "ready");
}

impl Socket {
    fn mark(&self, event: &Event, woken: &mut Vec<Waker>) {
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

impl Side {
    // ANCHOR: take_ready
    /// Whether a try is worth it; it counts as tried from here on. If not, `waker` is woken at the next edge. It is
    /// looked at and the waker left under one lock: an edge in between would be lost. The clone is foreign code, and
    /// made outside of it.
    pub(crate) fn take_ready(&self, waker: &Waker) -> bool {
        if std::mem::take(&mut self.lock().ready) {
            return true;
        }
        let waker = waker.clone();
        let mut readiness = self.lock();
        if std::mem::take(&mut readiness.ready) {
            return true; // an edge came meanwhile
        }
        let old = readiness.waiter.replace(waker);
        drop(readiness);
        drop(old);
        false
    }
    // ANCHOR_END: take_ready

    /// There may be more: the next try need not wait for an edge.
    pub(crate) fn set_ready(&self) {
        self.lock().ready = true;
    }

    /// The try took all there was. Only if the direction has ended there is one more thing to learn: just that.
    pub(crate) fn set_exhausted(&self) {
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
