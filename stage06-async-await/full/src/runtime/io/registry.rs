//! The sockets that are registered with a driver.

use crate::runtime::io::scheduled_io::ScheduledIo;
use crate::runtime::scheduler::shared::Shared;
use crate::util::lock::lock;
use crate::util::panic::{catch_panic, emit};
use crate::util::slot_map::{Key, SlotMap};
use mio::event::Source;
use mio::{Events, Interest, Token};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Waker;

/// The sockets' side of the driver: from any thread, a socket is registered here and deregistered.
pub(crate) struct Registry {
    registry: mio::Registry,
    table: Mutex<Table>,
    /// The way to the loop, for a socket that has to wait for a time on another thread.
    pub(crate) shared: Arc<Shared>,
}

struct Table {
    sockets: SlotMap<Arc<ScheduledIo>>,
    /// True if the runtime is gone: no edge will come any more.
    closed: bool,
}

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

impl Registry {
    pub(crate) fn new(registry: mio::Registry, shared: Arc<Shared>) -> Self {
        Registry {
            registry,
            table: Mutex::new(Table {
                sockets: SlotMap::new(),
                closed: false,
            }),
            shared,
        }
    }

    /// Registers a socket for both directions, for its whole life: what its tasks wait for changes often, the
    /// registration never does.
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

    /// Deregisters a socket. An event that is on its way finds no socket any more, even if the slot is used again.
    pub(crate) fn deregister(&self, key: Key, source: &mut impl Source) {
        let waiting = self.remove(key).map(|socket| socket.orphan());
        // It fails if the descriptor is gone already, and then there is nothing to deregister.
        let _ = self.registry.deregister(source);
        catch_panic(|| drop(waiting));
    }

    fn remove(&self, key: Key) -> Option<Arc<ScheduledIo>> {
        self.table().sockets.remove(key)
    }

    /// Notes the events with their sockets. A wake is user code, and here a lock is held: the caller wakes.
    pub(crate) fn dispatch(&self, events: &Events, woken: &mut Vec<Waker>) {
        let mut table = self.table();
        for event in events {
            let key = Key::unpack(event.token().0 as u64);
            if let Some(socket) = table.sockets.get_mut(key) {
                socket.set_readiness(event, woken);
            }
        }
    }

    /// The runtime is gone: every task that waits for a socket, on whatever thread, is woken to see that.
    pub(crate) fn close(&self) {
        let mut table = self.table();
        table.closed = true;
        let waiting = table.sockets.values().flat_map(|socket| socket.orphan());
        let waiting: Vec<Waker> = waiting.collect();
        drop(table);
        let wake = |waker: Waker| _ = catch_panic(|| waker.wake());
        waiting.into_iter().for_each(wake);
    }

    /// True if a task waits for a socket.
    pub(crate) fn is_awaited(&self) -> bool {
        let table = self.table();
        table.sockets.values().any(|socket| socket.is_awaited())
    }

    pub(crate) fn len(&self) -> usize {
        self.table().sockets.len()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        lock(&self.table)
    }
}
