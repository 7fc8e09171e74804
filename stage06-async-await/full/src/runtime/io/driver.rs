//! The driver: it asks the operating system which sockets are ready, and wakes who waits for them.

use crate::runtime::io::scheduled_io::ScheduledIo;
use crate::{
    runtime::handle::Handle,
    util::{
        lock::lock,
        panic::{catch_panic, emit},
        slot_map::{Key, SlotMap},
    },
};
use mio::{
    Events, Interest, Poll, Token,
    event::{Event, Source},
};
use std::{
    cell::{Cell, RefCell},
    io::{self, ErrorKind},
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
    time::Duration,
};

/// The loop's direction: the only one that waits.
pub(crate) struct Driver {
    poll: RefCell<Poll>,
    /// What the last poll has found; kept for its memory.
    events: Cell<Option<Events>>,
    /// Who is to be woken after a poll; empty in between. Kept for its memory.
    woken: Cell<Vec<Waker>>,
    pub(crate) registry: Arc<Registry>,
}

/// The sockets' direction: from any thread, a socket comes here to register and to leave.
pub(crate) struct Registry {
    registry: mio::Registry,
    table: Mutex<Table>,
    /// The way to the loop, for a socket that has to wait for a time on another thread.
    pub(crate) handle: Handle,
}

struct Table {
    sockets: SlotMap<Arc<ScheduledIo>>,
    /// True if the runtime is gone: no edge will come any more.
    closed: bool,
}

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

impl Driver {
    /// # Errors
    ///
    /// When the process has no descriptor left, or the system no memory.
    pub(crate) fn new(handle: Handle) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = mio::Waker::new(poll.registry(), WAKE)?;
        let registry = Arc::new(Registry {
            registry: poll.registry().try_clone()?,
            table: Mutex::new(Table {
                sockets: SlotMap::new(),
                closed: false,
            }),
            handle,
        });
        let shared = &registry.handle.shared;
        shared
            .poll_waker
            .set(waker)
            .expect("a runtime has one driver");
        Ok(Driver {
            poll: RefCell::new(poll),
            events: Cell::new(None),
            woken: Cell::default(),
            registry,
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
        self.registry.mark(&events, &mut woken);
        events.iter().for_each(tell);
        let wake = |waker: Waker| _ = catch_panic(|| waker.wake());
        woken.drain(..).for_each(wake);
        self.woken.set(woken);
        self.events.set(Some(events));
    }
    // ANCHOR_END: wait

    /// True if a task waits for a socket.
    pub(crate) fn is_awaited(&self) -> bool {
        let table = self.registry.table();
        table.sockets.values().any(|socket| socket.is_awaited())
    }
}

impl Registry {
    /// Both directions at once, for the socket's whole life: what it waits for changes often, its registration never
    /// does.
    // ANCHOR: register
    pub(crate) fn register(&self, source: &mut impl Source) -> io::Result<(Key, Arc<ScheduledIo>)> {
        let socket = Arc::new(ScheduledIo::default());
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
        let waiting = self.remove(key).map(|socket| socket.orphan());
        // It fails if the descriptor is gone already, and then there is nothing to deregister.
        let _ = self.registry.deregister(source);
        catch_panic(|| drop(waiting));
    }

    fn remove(&self, key: Key) -> Option<Arc<ScheduledIo>> {
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
        let wake = |waker: Waker| _ = catch_panic(|| waker.wake());
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
