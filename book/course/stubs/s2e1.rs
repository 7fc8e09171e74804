//! Exercise s2e1: a future with its callbacks.
//!
//! This is the first version of the page: the callbacks run inside `settle`, and at no other time. Change it until it
//! keeps the promises below. The tests call `new`, `settle`, `result`, `add_done_callback` and `clone`; the fields are
//! yours.
//!
//! Run the tests: `cargo test --test s2e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::Result;
use stage02::{EventLoop, InvalidState};
use std::{cell::RefCell, mem, rc::Rc};

type Callback<T> = Box<dyn FnOnce(&MyFuture<T>)>;

/// A value that is not there yet, and what to do when it is. Clones are the same future.
#[derive(Clone)]
struct MyFuture<T>(Rc<Shared<T>>);

struct Shared<T> {
    /// `event_loop.call_soon(|_| …)` runs a closure in the loop's next turn.
    event_loop: EventLoop,
    result: RefCell<Option<Result<T>>>,
    callbacks: RefCell<Vec<Callback<T>>>,
}

impl<T: Clone + 'static> MyFuture<T> {
    fn new(event_loop: &EventLoop) -> Self {
        MyFuture(Rc::new(Shared {
            event_loop: event_loop.clone(),
            result: RefCell::default(),
            callbacks: RefCell::default(),
        }))
    }

    /// Sets the result, a value or an exception.
    ///
    /// - `result` returns it from now on.
    /// - A second result is refused with `InvalidState`, and changes nothing: also a value after an exception.
    /// - Every callback runs once, from the loop's queue, in the order in which the callbacks were added, and also if
    ///   every handle of the future is dropped meanwhile. No callback runs inside `settle`.
    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        self.0.result.replace(Some(result));
        for callback in self.0.callbacks.take() {
            callback(self);
        }
        Ok(())
    }

    /// The result, or `None` as long as there is none.
    fn result(&self) -> Option<Result<T>> {
        self.0.result.borrow().clone()
    }

    /// Runs `callback` from the loop's queue once there is a result: also if there is one already. Never runs it in
    /// here.
    ///
    /// A callback may use its future like any other code: add callbacks, ask for the result, try to set it.
    fn add_done_callback(&self, callback: impl FnOnce(&MyFuture<T>) + 'static) {
        self.0.callbacks.borrow_mut().push(Box::new(callback));
    }
}

#[path = "tests/e1_future.rs"]
mod tests;
