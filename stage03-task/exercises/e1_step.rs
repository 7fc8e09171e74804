//! Exercise s3e1: `step`.
//!
//! The naive task of the page, with a future for its result that nothing sets yet. Add the guards. The tests call
//! `spawn` and `step` and read `future`; all else is yours to change. (Do not look at `src/task.rs` before you are done.)
//!
//! Run the tests: `cargo test --test s3e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Routine,
};
use stage02::{EventLoop, Future};
use stage03::Wait;
use std::{cell::RefCell, rc::Rc};

/// Carries a coroutine from its first line to its last. Clones are the same task.
#[derive(Clone)]
struct MyTask<T>(Rc<Shared<T>>);

struct Shared<T> {
    /// The coroutine. It is resumed with a `Result`, yields a `Wait` and returns a `Result<T>`.
    body: RefCell<Routine<Wait, T>>,
    /// To be set when the coroutine has ended.
    future: Future<T>,
}

impl<T: Clone + 'static> MyTask<T> {
    /// Makes a task, and queues its first step for the loop's next turn. Nothing of the coroutine runs in here.
    fn spawn(event_loop: &EventLoop, body: Routine<Wait, T>) -> Self {
        let task = MyTask(Rc::new(Shared {
            body: RefCell::new(body),
            future: Future::new(event_loop),
        }));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step());
        task
    }

    /// Resumes the coroutine with `Ok(())`, once.
    ///
    /// - It yields a wait: registers one call of `step` there. That call keeps the task alive, even if every other
    ///   handle has been dropped.
    /// - It returns or raises: sets `future`, with `set_result` or `set_exception`. The coroutine is dropped, with all
    ///   that it owns, even if handles of the task are left.
    /// - It is running, or it has ended: does nothing. The call may come from inside the coroutine, and also from a value
    ///   that the coroutine owns, while that is dropped.
    fn step(&self) {
        let state = self.0.body.borrow_mut().resume(Ok(()));
        if let Yielded(wait) = state {
            let task = self.clone();
            wait.wake_when_done(Box::new(move || task.step()));
        }
    }
}

#[path = "tests/e1_step.rs"]
mod tests;
