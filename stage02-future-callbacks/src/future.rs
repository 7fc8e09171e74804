//! A future: a value that is not there yet, and what to do when it is.

use crate::{
    EventLoop, WeakEventLoop, catch_panic, drop_in_turn,
    event_loop::{print_exception, tell_queued},
};
use stage01::{Exception, Result};
use std::{
    cell::{Cell, OnceCell, RefCell},
    error::Error,
    fmt,
    rc::Rc,
};
use tracing::{debug, error};

/// What to do when the value is there.
type DoneCallback<T> = Box<dyn Callback<T>>;

/// A function that is called once, or dropped. Whatever `T` is, the function itself borrows nothing.
trait Callback<T> {
    fn call(self: Box<Self>, future: &Future<T>);
    fn discard(self: Box<Self>);
}

impl<T, F: FnOnce(&Future<T>) + 'static> Callback<T> for F {
    fn call(self: Box<Self>, future: &Future<T>) {
        self(future);
    }
    fn discard(self: Box<Self>) {
        drop_in_turn([self]);
    }
}

/// A value that is not there yet. One side sets it, once; any number of others ask for it or leave a callback.
///
/// It separates *when* something happens from *what is done then*: the code that sets the result need not know the code
/// that waits. It is a handle: clones are the same future. Callbacks never run inside [`set_result`](Self::set_result): they are
/// queued in the loop, one after another. A callback that owns a handle of this future is owned by the future it owns,
/// and neither is dropped until the result is set.
///
/// This is Python's `asyncio.Future`, which Rust calls a oneshot channel. `std::future::Future` is something else: a
/// computation that has to be polled, Python's *coroutine*.
///
/// ```
/// use stage02::{EventLoop, Future};
///
/// let event_loop = EventLoop::new()?;
/// let future = Future::new(&event_loop);
/// future.add_done_callback(|future| println!("{:?}", future.result()));
/// assert_eq!(future.set_result(42), Ok(()));
/// event_loop.run()?; // prints Some(Ok(42))
///
/// future.add_done_callback(|_| println!("late, and called all the same"));
/// assert!(future.set_result(43).is_err());
/// event_loop.run()?;
/// # std::io::Result::Ok(())
/// ```
///
/// If it ends with an exception that no code asks for, the loop's exception handler is told so, once, when the last
/// handle is dropped. If the loop is gone by then, so is its handler, and the exception is printed to standard error.
///
/// Source: CPython's `Lib/asyncio/futures.py`.
pub struct Future<T = ()>(Rc<Shared<T>>);

/// What all handles of one future share.
struct Shared<T> {
    /// Where callbacks are queued. Not kept alive: a future that is owned by a handler of the loop would own its owner.
    event_loop: WeakEventLoop,
    /// Names the future in traces.
    id: u64,
    /// Set once; it never changes again.
    result: OnceCell<Result<T>>,
    /// The callbacks that wait, in the order in which they were added. Empty once there is a result.
    callbacks: RefCell<Vec<DoneCallback<T>>>,
    /// True if the result was asked for once it was there.
    seen: Cell<bool>,
}

/// The future has its result already. Python: `InvalidStateError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidState;

impl<T: 'static> Future<T> {
    /// A future without a result, whose callbacks will run in this loop.
    ///
    /// It does not keep the loop alive. Once the loop is gone it can still be set and asked; its callbacks are dropped.
    pub fn new(event_loop: &EventLoop) -> Self {
        Future(Rc::new(Shared {
            event_loop: event_loop.downgrade(),
            id: event_loop.next_id(),
            result: OnceCell::new(),
            callbacks: RefCell::default(),
            seen: Cell::new(false),
        }))
    }

    /// Sets the result, and queues every callback.
    ///
    /// # Errors
    ///
    /// [`InvalidState`] if it is set already.
    pub fn set_result(&self, value: T) -> Result<(), InvalidState> {
        self.settle(Ok(value))
    }

    /// Sets an exception as the result, and queues every callback.
    ///
    /// # Errors
    ///
    /// [`InvalidState`] if it is set already.
    pub fn set_exception(&self, error: impl Into<Exception>) -> Result<(), InvalidState> {
        self.settle(Err(error.into()))
    }

    /// True if the result is there.
    pub fn done(&self) -> bool {
        self.0.result.get().is_some()
    }

    /// The result, or `None` as long as there is none. If it is an exception, it counts as seen.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        let result = self.0.result.get()?;
        self.0.seen.set(true);
        Some(result.clone())
    }

    /// The number of callbacks that wait for the result. For a picture of the future.
    #[doc(hidden)]
    pub fn callbacks(&self) -> usize {
        self.0.callbacks.borrow().len()
    }

    /// Runs `callback` from the loop's queue once the result is there: also if it is there already.
    // ANCHOR: add_done_callback
    pub fn add_done_callback(&self, callback: impl FnOnce(&Future<T>) + 'static) {
        let callback = Box::new(callback);
        match self.done() {
            true => tell_queued(self.schedule(callback)),
            false => self.0.callbacks.borrow_mut().push(callback),
        }
    }
    // ANCHOR_END: add_done_callback

    /// Stores the result, and queues all callbacks before it tells an observer, which may use this future, or panic.
    // ANCHOR: settle
    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        self.0.result.set(result).map_err(|_| InvalidState)?;
        let callbacks = self.0.callbacks.take().into_iter();
        let queued = callbacks.map(|callback| self.schedule(callback)).collect();
        self.tell(queued);
        Ok(())
    }
    // ANCHOR_END: settle

    /// Tells observers that the result is there, and which callbacks are queued now.
    fn tell(&self, queued: Vec<Option<u64>>) {
        let (ok, callbacks) = (matches!(self.0.result.get(), Some(Ok(_))), queued.len());
        debug!(target: "event_loop", future = self.0.id, ok, callbacks, "complete");
        queued.into_iter().for_each(tell_queued);
    }

    /// Queues a callback, and returns its number.
    // ANCHOR: schedule
    fn schedule(&self, callback: DoneCallback<T>) -> Option<u64> {
        let Ok(event_loop) = self.0.event_loop.upgrade() else {
            callback.discard();
            return None;
        };
        let future = self.clone();
        Some(event_loop.queue(move |_| callback.call(&future)))
    }
    // ANCHOR_END: schedule
}

impl<T> Shared<T> {
    /// Reports an exception that was never asked for.
    fn report(&self) {
        if let Some(Err(exception)) = self.result.get()
            && !self.seen.get()
        {
            error!(target: "event_loop", future = self.id, %exception, "future exception was never retrieved");
            match self.event_loop.upgrade() {
                Ok(event_loop) => event_loop.call_exception_handler(exception),
                Err(_) => print_exception(exception),
            }
        }
    }
}

impl<T> Drop for Shared<T> {
    /// A handler of exceptions, a value and a callback are the user's. A panic of theirs ends here: the thread may be unwinding
    /// already, and would abort.
    fn drop(&mut self) {
        let _ = catch_panic(|| self.report());
        let _ = catch_panic(|| drop(self.result.take()));
        self.callbacks
            .take()
            .into_iter()
            .for_each(Callback::discard);
    }
}

impl<T> Clone for Future<T> {
    fn clone(&self) -> Self {
        Future(self.0.clone())
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.result.get() {
            None => "Future(pending)",
            Some(Ok(_)) => "Future(result)",
            Some(Err(_)) => "Future(exception)",
        })
    }
}

impl fmt::Display for InvalidState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the future has its result already")
    }
}

impl Error for InvalidState {}
