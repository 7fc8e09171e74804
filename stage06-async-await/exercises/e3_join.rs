//! Exercise s6e3: the outcome of a task.
//!
//! An executor runs futures without an output. So a future is wrapped: the wrapper is the task, and stores what comes
//! out where a handle finds it. The tests use `joinable` and the handle: what task and handle share is yours to design.
//!
//! Run the tests: `cargo test --test s6e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, missing_debug_implementations, unreachable_pub)]

use stage06::panic::catch_panic; // runs a closure, and returns its panic as a message
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Why a task has no result.
#[derive(Debug, PartialEq, Eq)]
pub enum JoinError {
    /// The task was aborted, or dropped before it ended.
    Cancelled,
    /// The task panicked, with this message.
    Panicked(String),
}

/// Awaits the outcome of a task. Dropping the handle does not stop the task.
pub struct JoinHandle<T>(Rc<Shared<T>>);

/// What a task and its handle share.
struct Shared<T> {
    outcome: Cell<Option<Result<T, JoinError>>>,
}

impl<T> JoinHandle<T> {
    /// Asks the task to stop: it is woken, and its future is dropped and not polled again. No effect on a task that
    /// has ended.
    pub fn abort(&self) {
        todo!()
    }

    /// True if the task has ended.
    pub fn is_finished(&self) -> bool {
        todo!()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// Ready when the task has ended: its future is dropped, and its outcome is stored. Panics when it is polled after
    /// that, with "a JoinHandle was polled after it was ready".
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        todo!()
    }
}

/// The future of the task.
pub struct Harness<F: Future> {
    /// `None` once it has ended.
    future: Option<Pin<Box<F>>>,
    shared: Rc<Shared<F::Output>>,
}

// Nothing in here is pinned: the future has a box of its own.
impl<F: Future> Unpin for Harness<F> {}

/// Splits a future into a task to spawn, and a handle that awaits its outcome.
pub fn joinable<F: Future>(future: F) -> (Harness<F>, JoinHandle<F::Output>) {
    todo!()
}

impl<F: Future> Future for Harness<F> {
    type Output = ();

    /// Polls the future, unless it was aborted. Never panics: a panic of the future or of its destructor is an outcome.
    /// When the future is over it is dropped, then the outcome is stored, then the task that awaits the handle is woken.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        todo!()
    }
}

// And if the task is dropped before its end, as with its runtime? Its handle must not wait forever.

#[path = "tests/e3_join.rs"]
mod tests;
