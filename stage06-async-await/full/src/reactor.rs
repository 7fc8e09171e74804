//! The reactor: it asks the operating system which sockets are ready, and wakes who waits for them.

use crate::{
    Handle,
    lock::lock,
    panic::{contained, emit},
    slots::{Key, Slots},
};
use mio::{
    Events, Interest, Poll, Registry, Token,
    event::{Event, Source},
};
use std::{
    cell::{Cell, RefCell},
    error::Error,
    fmt,
    io::{self, ErrorKind},
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
    time::Duration,
};

/// The loop's side: the only one that waits.
pub(crate) struct Reactor {
    poll: RefCell<Poll>,
    /// What the last poll has found; kept for its memory.
    events: Cell<Option<Events>>,
    /// Who is to be woken after a poll; empty in between. Kept for its memory.
    woken: Cell<Vec<Waker>>,
    pub(crate) sockets: Arc<Sockets>,
}

/// The sockets' side: from any thread, a socket comes here to register and to leave.
pub(crate) struct Sockets {
    registry: Registry,
    table: Mutex<Table>,
    /// The way to the loop, for a socket that has to wait for a time on another thread.
    pub(crate) handle: Handle,
}

struct Table {
    sockets: Slots<Arc<Socket>>,
    /// True if the runtime is gone: no edge will come any more.
    closed: bool,
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
    pub(crate) fn new(handle: Handle) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = mio::Waker::new(poll.registry(), WAKE)?;
        let sockets = Arc::new(Sockets {
            registry: poll.registry().try_clone()?,
            table: Mutex::new(Table {
                sockets: Slots::new(),
                closed: false,
            }),
            handle,
        });
        let remote = &sockets.handle.remote;
        remote
            .poll_waker
            .set(waker)
            .expect("a runtime has one reactor");
        Ok(Reactor {
            poll: RefCell::new(poll),
            events: Cell::new(None),
            woken: Cell::default(),
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
        let events = self.events.take();
        let mut events = events.unwrap_or_else(|| Events::with_capacity(1024));
        match self.poll.borrow_mut().poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => events.clear(),
            result => result.expect("the operating system can wait"),
        }
        let mut woken = self.woken.take();
        self.sockets.mark(&events, &mut woken);
        events.iter().for_each(tell);
        let wake = |waker: Waker| _ = contained(|| waker.wake());
        woken.drain(..).for_each(wake);
        self.woken.set(woken);
        self.events.set(Some(events));
    }
    // ANCHOR_END: wait

    /// True if a task waits for a socket.
    pub(crate) fn is_awaited(&self) -> bool {
        let table = self.sockets.table();
        table.sockets.values().any(|socket| socket.is_awaited())
    }
}

impl Sockets {
    /// Both directions at once, for the socket's whole life: what it waits for changes often, its registration never
    /// does.
    // ANCHOR: register
    pub(crate) fn register(&self, source: &mut impl Source) -> io::Result<(Key, Arc<Socket>)> {
        let socket = Arc::new(Socket::default());
        let mut table = self.table();
        let key = table.sockets.insert(socket.clone());
        if table.closed {
            socket.orphan();
        }
        drop(table);
        let token = Token(key.pack() as usize);
        let registered = self.registry.register(source, token, ALL);
        emit!(
            DEBUG,
            socket = key.pack(),
            ok = registered.is_ok(),
            "register"
        );
        if registered.is_err() {
            self.remove(key);
        }
        registered.map(|()| (key, socket))
    }
    // ANCHOR_END: register

    /// An event that was on its way finds no socket any more, even if its slot is used again.
    pub(crate) fn deregister(&self, key: Key, source: &mut impl Source) {
        let socket = self.remove(key);
        // It fails if the descriptor is gone already, and then there is nothing to deregister.
        let _ = self.registry.deregister(source);
        drop(socket);
    }

    fn remove(&self, key: Key) -> Option<Arc<Socket>> {
        self.table().sockets.remove(key)
    }

    /// Writes down what has happened. Nobody is woken yet: that is user code, and here a lock is held.
    fn mark(&self, events: &Events, woken: &mut Vec<Waker>) {
        let mut table = self.table();
        for event in events {
            let key = Key::unpack(event.token().0 as u64);
            if let Some(socket) = table.sockets.get_mut(key) {
                socket.mark(event, woken);
            }
        }
    }

    /// The runtime is gone: who waits for a socket, on whatever thread, is woken to learn of it.
    pub(crate) fn close(&self) {
        let mut table = self.table();
        table.closed = true;
        let waiting = table.sockets.values().flat_map(|socket| socket.orphan());
        let waiting: Vec<Waker> = waiting.flatten().collect();
        drop(table);
        let wake = |waker: Waker| _ = contained(|| waker.wake());
        waiting.into_iter().for_each(wake);
    }

    pub(crate) fn len(&self) -> usize {
        self.table().sockets.len()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        lock(&self.table)
    }
}

/// Tells the listeners, who are user code: no lock is held.
fn tell(event: &Event) {
    let (readable, writable) = (event.is_readable(), event.is_writable());
    if event.token() != WAKE {
        emit!(TRACE, token = event.token().0, readable, writable, "ready");
    }
}

impl Socket {
    fn is_awaited(&self) -> bool {
        [&self.read, &self.write]
            .iter()
            .any(|side| side.lock().waiter.is_some())
    }

    /// Gives who waited for it.
    fn orphan(&self) -> [Option<Waker>; 2] {
        [&self.read, &self.write].map(|side| {
            let mut readiness = side.lock();
            readiness.orphaned = true;
            readiness.waiter.take()
        })
    }

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
    /// looked at and the waker left under one lock: an edge in between would be lost. The clone is user code, and made
    /// outside of it.
    pub(crate) fn take_ready(&self, waker: &Waker) -> io::Result<bool> {
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
        drop(old);
        Ok(false)
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
