//! A future: a value that is not there yet, and what to do when it is.

use crate::{
    EventLoop,
    event_loop::{WeakLoop, print_exception},
};
use stage01::{Exception, Result};
use std::{
    cell::{Cell, RefCell},
    error::Error,
    fmt, mem,
    rc::Rc,
};
use tracing::{debug, error};

/// What to do when the value is there.
type DoneCallback<T> = Box<dyn FnOnce(&Future<T>)>;

/// A value that is not there yet. One side sets it, once; any number of others ask for it or leave a callback.
///
/// It separates *when* something happens from *what is done then*: whoever sets the result need not know who waits. It
/// is a handle: clones are the same future. Callbacks never run inside [`set_result`](Self::set_result): they are
/// queued in the loop, one after another.
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
/// If it ends with an exception that nobody ever looks at, the loop's exception handler is told so, once, when the last
/// handle is dropped.
///
/// Source: CPython's `Lib/asyncio/futures.py`.
pub struct Future<T = ()>(Rc<Shared<T>>);

/// What all handles of one future share.
struct Shared<T> {
    /// Where callbacks are queued. Not kept alive: a future that is owned by a handler of the loop would own its owner.
    event_loop: WeakLoop,
    state: RefCell<State<T>>,
    /// Whether somebody asked for the result once it was there.
    seen: Cell<bool>,
}

enum State<T> {
    /// Not set. Who waits, in the order in which they asked.
    Pending(Vec<DoneCallback<T>>),
    /// Set; it never changes again.
    Done(Result<T>),
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
            state: RefCell::new(State::Pending(Vec::new())),
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

    /// Whether the result is there.
    pub fn done(&self) -> bool {
        matches!(*self.0.state.borrow(), State::Done(_))
    }

    /// The result, or `None` as long as there is none. Who calls this has seen the exception, if it is one.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        match &*self.0.state.borrow() {
            State::Pending(_) => None,
            State::Done(result) => {
                self.0.seen.set(true);
                Some(result.clone())
            }
        }
    }

    /// Runs `callback` from the loop's queue once the result is there: also if it is there already.
    // ANCHOR: add_done_callback
    pub fn add_done_callback(&self, callback: impl FnOnce(&Future<T>) + 'static) {
        let callback = Box::new(callback);
        if let State::Pending(callbacks) = &mut *self.0.state.borrow_mut() {
            return callbacks.push(callback);
        }
        self.schedule(callback);
    }
    // ANCHOR_END: add_done_callback

    /// Stores the result and lets go of the state *before* it queues anybody: others may do anything to this future.
    // ANCHOR: settle
    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        let ok = result.is_ok();
        let callbacks = match &mut *self.0.state.borrow_mut() {
            State::Done(_) => return Err(InvalidState),
            State::Pending(callbacks) => mem::take(callbacks),
        };
        self.0.state.replace(State::Done(result));
        debug!(target: "event_loop", ok, callbacks = callbacks.len(), "complete");
        callbacks
            .into_iter()
            .for_each(|callback| self.schedule(callback));
        Ok(())
    }
    // ANCHOR_END: settle

    fn schedule(&self, callback: DoneCallback<T>) {
        if let Some(event_loop) = EventLoop::upgrade(&self.0.event_loop) {
            let future = self.clone();
            event_loop.call_soon(move |_| callback(&future));
        }
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if let State::Done(Err(exception)) = self.state.get_mut()
            && !self.seen.get()
        {
            error!(target: "event_loop", %exception, "future exception was never retrieved");
            match EventLoop::upgrade(&self.event_loop) {
                Some(event_loop) => event_loop.call_exception_handler(exception),
                None => print_exception(exception),
            }
        }
    }
}

impl<T> Clone for Future<T> {
    fn clone(&self) -> Self {
        Future(self.0.clone())
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self.0.state.borrow() {
            State::Pending(_) => "Future(pending)",
            State::Done(Ok(_)) => "Future(result)",
            State::Done(Err(_)) => "Future(exception)",
        })
    }
}

impl fmt::Display for InvalidState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the future has its result already")
    }
}

impl Error for InvalidState {}
