//! The loop: one place that waits, and one queue of what to do.

mod registering;
mod weak;

pub use weak::WeakEventLoop;

use crate::{Key, Ready, Selector, drop_in_turn};
use stage01::{Exception, eprintln};
use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    fmt, io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    rc::Rc,
    time::Duration,
};
use tracing::trace;

// ANCHOR: Callback
/// What to do once.
type Callback = Box<dyn FnOnce(&EventLoop)>;
/// What to do whenever a socket is ready. Shared, so that it may unregister itself while it runs.
type Handler = Rc<RefCell<dyn FnMut(&EventLoop, Ready)>>;
// ANCHOR_END: Callback
type ExceptionHandler = Rc<dyn Fn(&Exception)>;

/// A selector that keeps a handler for each socket, and a queue of callbacks that wait for nothing.
///
/// It is a handle: clones are the same loop. Callbacks are handed the loop they run in, and should use that one: a
/// callback that keeps a clone is owned by the loop it owns, and neither is ever dropped. What a callback owns keeps a
/// [`WeakEventLoop`].
///
/// ```
/// use stage02::{EventLoop, Interest};
/// use std::{net::UdpSocket, rc::Rc};
///
/// let socket = Rc::new(UdpSocket::bind("127.0.0.1:0")?);
/// let event_loop = EventLoop::new()?;
/// let inbox = socket.clone();
/// event_loop.register(socket.clone(), Interest::Read, move |event_loop, ready| {
///     let mut letter = [0; 16];
///     let length = inbox.recv(&mut letter).expect("it is ready");
///     assert_eq!(&letter[..length], b"hello");
///     event_loop.unregister(ready.key).expect("it is registered");
/// })?;
/// event_loop.call_soon(move |_| {
///     let _ = socket.send_to(b"hello", socket.local_addr().expect("it is bound"));
/// });
/// event_loop.run()?; // ends: nothing is registered and nothing queued any more
/// # std::io::Result::Ok(())
/// ```
///
/// Source: `_run_once` in CPython's `Lib/asyncio/base_events.py`.
#[derive(Clone)]
pub struct EventLoop(Rc<Inner>);

/// What all handles of one loop share. No field is borrowed while a callback or a handler runs or is dropped, or while a
/// `tracing` subscriber is told what happens: each may use the loop.
struct Inner {
    selector: RefCell<Selector<Handler>>,
    /// First in, first out.
    queue: RefCell<VecDeque<Callback>>,
    exception_handler: RefCell<ExceptionHandler>,
    /// The sockets that were ready when this turn began and whose handlers have not run.
    ready: RefCell<HashMap<Key, Ready>>,
    /// Names the next callback or future in traces.
    next_id: Cell<u64>,
}

impl EventLoop {
    /// A loop with nothing to do.
    ///
    /// # Errors
    ///
    /// As [`Selector::new`].
    pub fn new() -> io::Result<Self> {
        Ok(EventLoop(Rc::new(Inner {
            selector: RefCell::new(Selector::new()?),
            queue: RefCell::default(),
            exception_handler: RefCell::new(Rc::new(print_exception)),
            ready: RefCell::default(),
            next_id: Cell::default(),
        })))
    }

    /// One turn: waits until a socket is ready, unless there is something to do at once; then runs every callback that
    /// is queued by now, and the handler of every socket that is ready, once. What these queue has to wait for the next
    /// turn, after another look at the sockets.
    ///
    /// Returns at once if there is nothing to wait for.
    ///
    /// # Errors
    ///
    /// When the operating system cannot wait.
    ///
    /// # Panics
    ///
    /// When a callback or a handler does; the turn ends there. The loop can go on: the next turn begins with the callbacks and
    /// handlers that have not run yet, the latter if their sockets are still ready then.
    // ANCHOR: run_once
    pub fn run_once(&self) -> io::Result<()> {
        let timeout = self.timeout();
        let ready = self.0.selector.borrow_mut().select(timeout)?;
        self.queue_handlers(ready);
        let queued = self.0.queue.borrow().len();
        for callback in (0..queued).map_while(|_| self.dequeue()) {
            callback(self);
        }
        Ok(())
    }
    // ANCHOR_END: run_once

    /// Takes turns until nothing is registered and nothing queued.
    ///
    /// # Errors
    ///
    /// As [`run_once`](Self::run_once).
    ///
    /// # Panics
    ///
    /// As [`run_once`](Self::run_once).
    // ANCHOR: run
    pub fn run(&self) -> io::Result<()> {
        while !self.is_idle() {
            self.run_once()?;
        }
        Ok(())
    }
    // ANCHOR_END: run

    /// True if nothing is registered and nothing queued.
    pub fn is_idle(&self) -> bool {
        self.registered() == 0 && self.0.queue.borrow().is_empty()
    }

    /// The number of callbacks in the queue. For a picture of the loop.
    #[doc(hidden)]
    pub fn queued(&self) -> usize {
        self.0.queue.borrow().len()
    }

    /// Runs a callback in the next turn, after those that are queued already.
    pub fn call_soon(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        tell_queued(Some(self.queue(callback)));
    }

    /// Queues a callback, and returns its number. No observer is told yet: it may panic.
    pub(crate) fn queue(&self, callback: impl FnOnce(&EventLoop) + 'static) -> u64 {
        let id = self.next_id();
        self.enqueue(move |event_loop| {
            let told = || trace!(target: "event_loop", callback = id, "callback");
            let told = catch_unwind(AssertUnwindSafe(told));
            callback(event_loop); // also if an observer panics
            told.unwrap_or_else(|panic| resume_unwind(panic));
        });
        id
    }

    /// Chooses what happens to an exception that no code has asked for. By default it is printed to standard error.
    pub fn set_exception_handler(&self, handler: impl Fn(&Exception) + 'static) {
        let handler: ExceptionHandler = Rc::new(handler);
        let _old = self.0.exception_handler.replace(handler);
    }

    /// Reports an exception that no code has asked for.
    pub fn call_exception_handler(&self, exception: &Exception) {
        let handler = self.0.exception_handler.borrow().clone();
        handler(exception);
    }

    /// Returns how long the next turn may wait: not at all if a callback is queued, or no socket registered.
    // ANCHOR: timeout
    fn timeout(&self) -> Option<Duration> {
        let wait = self.registered() > 0 && self.0.queue.borrow().is_empty();
        (!wait).then_some(Duration::ZERO)
    }
    // ANCHOR_END: timeout

    /// Queues the key of each socket that is ready. After a turn that panicked a key may be queued twice; its handler runs once.
    // ANCHOR: queue_handlers
    fn queue_handlers(&self, ready: Vec<Ready>) {
        let now = ready.iter().map(|ready| (ready.key, *ready)).collect();
        self.0.ready.replace(now);
        for Ready { key, .. } in ready {
            self.enqueue(move |event_loop| event_loop.dispatch(key));
        }
    }
    // ANCHOR_END: queue_handlers

    /// Runs the handler of a socket that was ready when the turn began, unless it has run or was unregistered.
    // ANCHOR: dispatch
    fn dispatch(&self, key: Key) {
        let Some(ready) = self.0.ready.borrow_mut().remove(&key) else {
            return;
        };
        self.tell_ready(ready);
        let Some(handler) = self.handler(key) else {
            return; // it was unregistered in this turn
        };
        let mut handler = handler
            .try_borrow_mut()
            .expect("a handler must not run the loop that runs it");
        handler(self, ready);
    }
    // ANCHOR_END: dispatch

    /// Tells observers that a handler is about to run.
    fn tell_ready(&self, ready: Ready) {
        if self.handler(ready.key).is_some() {
            trace!(target: "event_loop", key = %ready.key, readable = ready.readable, writable = ready.writable, "ready");
        }
    }

    // ANCHOR: handler
    fn handler(&self, key: Key) -> Option<Handler> {
        self.0.selector.borrow().get(key).cloned()
    }
    // ANCHOR_END: handler

    fn enqueue(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        self.0.queue.borrow_mut().push_back(Box::new(callback));
    }

    fn dequeue(&self) -> Option<Callback> {
        self.0.queue.borrow_mut().pop_front()
    }

    /// A number that no other callback or future of this loop has.
    pub(crate) fn next_id(&self) -> u64 {
        let id = self.0.next_id.get();
        self.0.next_id.set(id + 1);
        id
    }
}

/// Tells observers of a callback that is queued.
pub(crate) fn tell_queued(callback: Option<u64>) {
    if let Some(id) = callback {
        trace!(target: "event_loop", callback = id, "call_soon");
    }
}

/// The default exception handler.
pub(crate) fn print_exception(exception: &Exception) {
    eprintln!("Future exception was never retrieved: {exception}");
}

impl Drop for Inner {
    /// Whatever the loop's users left here may panic when it is dropped.
    fn drop(&mut self) {
        drop_in_turn(self.selector.get_mut().unregister_all());
        drop_in_turn(self.queue.take());
        drop_in_turn([self.exception_handler.replace(Rc::new(print_exception))]);
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop")
            .field("registered", &self.registered())
            .finish_non_exhaustive()
    }
}
