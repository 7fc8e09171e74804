//! The loop: one place that waits, and one queue of what to do.

mod weak;

pub use weak::WeakEventLoop;

use crate::{Interest, Key, Ready, Selector, Source};
use stage01::Exception;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    fmt, io,
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

/// A selector whose data are callbacks, and a queue of callbacks that wait for nothing.
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

/// What all handles of one loop share. No field is borrowed while a callback or a handler runs, or is dropped. A `tracing`
/// subscriber is told of a registration while the selector is borrowed, so it must not use the loop.
struct Inner {
    selector: RefCell<Selector<Handler>>,
    /// First in, first out.
    queue: RefCell<VecDeque<Callback>>,
    exception_handler: RefCell<ExceptionHandler>,
    /// How many turns have begun.
    turn: Cell<u64>,
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
            turn: Cell::default(),
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
    /// When a callback or a handler does; the turn ends there. The loop can go on: the next turn runs the callbacks
    /// that have not run yet, and the handlers of the sockets that are ready then.
    // ANCHOR: run_once
    pub fn run_once(&self) -> io::Result<()> {
        let (timeout, turn) = (self.timeout(), self.next_turn());
        let ready = self.0.selector.borrow_mut().select(timeout)?;
        for ready in ready {
            self.enqueue(move |event_loop| event_loop.dispatch(ready, turn));
        }
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

    /// Whether there is nothing to wait for and nothing to do.
    pub fn is_idle(&self) -> bool {
        self.registered() == 0 && self.0.queue.borrow().is_empty()
    }

    /// Runs a callback in the next turn, after those that are queued already.
    pub fn call_soon(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        let id = self.next_id();
        trace!(target: "event_loop", callback = id, "call_soon");
        self.enqueue(move |event_loop| {
            trace!(target: "event_loop", callback = id, "callback");
            callback(event_loop);
        });
    }

    /// Runs `handler` in every turn in which the socket is ready, until the key is unregistered.
    ///
    /// The socket should be nonblocking. The handler is told what was so when the turn began; another handler may
    /// have read the bytes since, so [`WouldBlock`](io::ErrorKind::WouldBlock) is an answer to expect.
    ///
    /// # Errors
    ///
    /// As [`Selector::register`].
    ///
    /// # Panics
    ///
    /// The turn panics if a handler runs the loop, and is itself called again while it does.
    pub fn register(
        &self,
        source: Rc<dyn Source>,
        interest: Interest,
        handler: impl FnMut(&EventLoop, Ready) + 'static,
    ) -> io::Result<Key> {
        let handler: Handler = Rc::new(RefCell::new(handler));
        let mut selector = self.0.selector.borrow_mut();
        selector.register(source, interest, handler.clone())
    }

    /// Changes what a registration waits for.
    ///
    /// # Errors
    ///
    /// As [`Selector::modify`].
    pub fn modify(&self, key: Key, interest: Interest) -> io::Result<()> {
        self.0.selector.borrow_mut().modify(key, interest)
    }

    /// Lets go of a socket and of its handler, which will not run again: not even if it was ready in this very turn.
    ///
    /// # Errors
    ///
    /// As [`Selector::unregister`].
    pub fn unregister(&self, key: Key) -> io::Result<()> {
        let handler = self.0.selector.borrow_mut().unregister(key);
        handler.map(drop)
    }

    /// How many sockets are registered.
    pub fn registered(&self) -> usize {
        self.0.selector.borrow().len()
    }

    /// Chooses what happens to an exception that nobody will ever see. By default it is printed to standard error.
    pub fn set_exception_handler(&self, handler: impl Fn(&Exception) + 'static) {
        let handler: ExceptionHandler = Rc::new(handler);
        let _old = self.0.exception_handler.replace(handler);
    }

    /// Reports an exception that nobody will ever see.
    pub fn call_exception_handler(&self, exception: &Exception) {
        let handler = self.0.exception_handler.borrow().clone();
        handler(exception);
    }

    /// How long the next turn may wait: not at all if there is something to do, or nobody to wait for.
    fn timeout(&self) -> Option<Duration> {
        let wait = self.registered() > 0 && self.0.queue.borrow().is_empty();
        (!wait).then_some(Duration::ZERO)
    }

    /// Runs the handler of a socket that was ready when the turn began, if it is still registered and still that turn:
    /// when a turn has panicked, the next one looks anew.
    // ANCHOR: dispatch
    fn dispatch(&self, ready: Ready, turn: u64) {
        if turn != self.0.turn.get() {
            return;
        }
        let handler = self.0.selector.borrow().get(ready.key).cloned();
        let Some(handler) = handler else { return };
        trace!(target: "event_loop", key = %ready.key, readable = ready.readable, writable = ready.writable, "ready");
        let mut handler = handler
            .try_borrow_mut()
            .expect("a handler must not run the loop that runs it");
        handler(self, ready);
    }
    // ANCHOR_END: dispatch

    fn enqueue(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        self.0.queue.borrow_mut().push_back(Box::new(callback));
    }

    fn dequeue(&self) -> Option<Callback> {
        self.0.queue.borrow_mut().pop_front()
    }

    fn next_turn(&self) -> u64 {
        self.0.turn.set(self.0.turn.get() + 1);
        self.0.turn.get()
    }

    /// A number that no other callback or future of this loop has.
    pub(crate) fn next_id(&self) -> u64 {
        let id = self.0.next_id.get();
        self.0.next_id.set(id + 1);
        id
    }
}

/// The default exception handler.
pub(crate) fn print_exception(exception: &Exception) {
    eprintln!("Future exception was never retrieved: {exception}");
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop")
            .field("registered", &self.registered())
            .finish_non_exhaustive()
    }
}
