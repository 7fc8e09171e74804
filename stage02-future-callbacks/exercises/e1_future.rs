//! Exercise s2e1: a future with its callbacks.
//!
//! Who sets the result does not know who waits for it; who waits does not know when it comes. Write the
//! thing between them. The fields are there; three methods are missing.
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
    /// `event_loop.call_soon(|event_loop| …)` runs a closure in the loop's next turn.
    event_loop: EventLoop,
    state: RefCell<State<T>>,
}

enum State<T> {
    /// No result yet; who waits for it, in order.
    Pending(Vec<Callback<T>>),
    /// The result. It never changes again.
    Done(Result<T>),
}

impl<T: Clone + 'static> MyFuture<T> {
    fn new(event_loop: &EventLoop) -> Self {
        let state = RefCell::new(State::Pending(Vec::new()));
        MyFuture(Rc::new(Shared {
            event_loop: event_loop.clone(),
            state,
        }))
    }

    /// Sets the result, a value or an exception.
    ///
    /// - A second result is refused with `InvalidState`, and changes nothing.
    /// - Callbacks run from the loop's queue, in the order in which they were added. None of them runs in here: a
    ///   callback may set other futures, whose callbacks set others, and nobody knows how deep that goes.
    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        todo!()
    }

    /// The result, or `None` as long as there is none.
    fn result(&self) -> Option<Result<T>> {
        todo!()
    }

    /// Runs `callback` from the loop's queue once there is a result: also if there is one already.
    fn add_done_callback(&self, callback: impl FnOnce(&MyFuture<T>) + 'static) {
        todo!()
    }
}

#[path = "tests/e1_future.rs"]
mod tests;
