//! The io driver: it asks the operating system which sockets are ready, and wakes the tasks that wait for them.

use crate::runtime::io::registry::Registry;
use crate::runtime::scheduler::shared::Shared;
use crate::util::panic::{catch_panic, emit};
use mio::event::Event;
use mio::{Events, Poll, Token};
use std::cell::{Cell, RefCell};
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

/// The loop's side of the sockets: the only one that waits.
pub(crate) struct Driver {
    poll: RefCell<Poll>,
    /// What the last poll has found; kept for its memory.
    events: Cell<Option<Events>>,
    /// The wakers to wake after a poll; empty in between. Kept for its memory.
    woken: Cell<Vec<Waker>>,
    pub(crate) registry: Arc<Registry>,
}

/// The token of the waker that other threads use; no key has it.
const UNPARK: Token = Token(usize::MAX);

impl Driver {
    /// # Errors
    ///
    /// When the process has no descriptor left, or the system no memory.
    pub(crate) fn new(shared: &Arc<Shared>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = mio::Waker::new(poll.registry(), UNPARK)?;
        let registry = Registry::new(poll.registry().try_clone()?, shared.clone());
        let set = shared.unpark.poll.set(waker);
        set.expect("a runtime has one driver");
        Ok(Driver {
            poll: RefCell::new(poll),
            events: Cell::new(None),
            woken: Cell::default(),
            registry: Arc::new(registry),
        })
    }

    /// Sleeps until a socket is ready, another thread unparks the loop, or the time is over; `None`: without limit.
    /// Then wakes the tasks that wait for these sockets.
    ///
    /// # Panics
    ///
    /// When the operating system cannot wait.
    // ANCHOR: poll
    pub(crate) fn poll(&self, timeout: Option<Duration>) {
        let events = self.events.take();
        let mut events = events.unwrap_or_else(|| Events::with_capacity(1024));
        match self.poll.borrow_mut().poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => events.clear(),
            result => result.expect("the operating system can wait"),
        }
        let mut woken = self.woken.take();
        self.registry.dispatch(&events, &mut woken);
        events.iter().for_each(tell);
        let wake = |waker: Waker| _ = catch_panic(|| waker.wake());
        woken.drain(..).for_each(wake);
        self.woken.set(woken);
        self.events.set(Some(events));
    }
    // ANCHOR_END: poll
}

/// Tells the listeners, which are user code: no lock is held.
fn tell(event: &Event) {
    let (readable, writable) = (event.is_readable(), event.is_writable());
    if event.token() != UNPARK {
        emit!(TRACE, token = event.token().0, readable, writable, "ready");
    }
}
