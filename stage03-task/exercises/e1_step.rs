//! Exercise s3e1: `step`.
//!
//! The method that this stage is about. Everything around it is here. (Do not look at `src/task.rs` before you are done.)
//!
//! Run the tests: `cargo test --test s3e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Routine,
};
use stage02::{EventLoop, Future};
use stage03::Wait;
use std::{cell::RefCell, rc::Rc};

/// A coroutine that is being carried to its end. Clones are the same task.
#[derive(Clone)]
struct MyTask<T>(Rc<Shared<T>>);

struct Shared<T> {
    /// The coroutine; `None` once it has ended. `Routine<Wait, T>` is a boxed coroutine that is resumed with a `Result`, yields a
    /// `Wait` and returns a `Result<T>`.
    body: RefCell<Option<Routine<Wait, T>>>,
    /// Set when the coroutine has ended.
    future: Future<T>,
}

impl<T: Clone + 'static> MyTask<T> {
    fn spawn(event_loop: &EventLoop, body: Routine<Wait, T>) -> Self {
        let task = MyTask(Rc::new(Shared {
            body: RefCell::new(Some(body)),
            future: Future::new(event_loop),
        }));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step());
        task
    }

    /// Resumes the coroutine with `Ok(())`: "go on".
    ///
    /// - It yields a wait: calls `step` again when that is done (`Wait` has `wake_when_done(Box<dyn FnOnce()>)`), and not before.
    /// - It returns or raises: that becomes the result of `future`, and the coroutine is dropped.
    /// - It has ended before, or is running now (somebody inside it calls `step`): does nothing.
    ///
    /// Do not hold a borrow of `body` while the coroutine runs, or while `future` is set.
    fn step(&self) {
        todo!()
    }
}

#[path = "tests/e1_step.rs"]
mod tests;
