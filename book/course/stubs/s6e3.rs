//! Exercise s6e3: the outcome of a task.
//!
//! This is version 3 of the page: the wrapper of the future is the task, and leaves what comes out where the handle
//! finds it. `abort` sets a flag. It works, and the page's programs break it. Change it until the contract holds. The
//! tests use `joinable`, what it returns, and `JoinError`: what task and handle share is yours to design.
//!
//! Run the tests: `cargo test --test s6e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, missing_debug_implementations, unreachable_pub)]

use stage06::panic::catch_panic; // runs a closure, and returns its panic as a message
use std::cell::Cell;
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

/// Awaits the outcome of a task. Dropping the handle does not stop the task. A task may keep its own handle, and is freed all
/// the same when it is dropped.
pub struct JoinHandle<T>(Rc<Shared<T>>);

/// What a task and its handle share.
struct Shared<T> {
    outcome: Cell<Option<Result<T, JoinError>>>,
    aborted: Cell<bool>,
    join_waker: Cell<Option<Waker>>,
}

impl<T> JoinHandle<T> {
    /// Asks the task to stop. It wakes the task, by the waker of the task's latest poll, and drops nothing itself. The
    /// task's next poll drops the future and does not poll it. A task may abort itself, in the middle of a poll: if that
    /// poll is ready all the same, its output is the outcome. `abort` changes nothing about a task that has ended, and wakes
    /// nothing then.
    pub fn abort(&self) {
        self.0.aborted.set(true);
    }

    /// True if the task has ended, also when its outcome was taken.
    pub fn is_finished(&self) -> bool {
        let outcome = self.0.outcome.take();
        let finished = outcome.is_some();
        self.0.outcome.set(outcome);
        finished
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// Ready when the task has ended: with `Ok`, with `Cancelled`, or with `Panicked` and the message. Until then the waker of
    /// the latest poll is kept. Panics when it is polled after it was ready, with "a JoinHandle was polled after it was
    /// ready".
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(outcome) = self.0.outcome.take() {
            return Poll::Ready(outcome);
        }
        self.0.join_waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

/// The future of the task. A task that is dropped before its end, as with its runtime, has the outcome `Cancelled`.
pub struct Harness<F: Future> {
    future: Pin<Box<F>>,
    shared: Rc<Shared<F::Output>>,
}

// Nothing in here is pinned: the future has a box of its own.
impl<F: Future> Unpin for Harness<F> {}

/// Splits a future into a task to spawn, and a handle that awaits its outcome.
pub fn joinable<F: Future>(future: F) -> (Harness<F>, JoinHandle<F::Output>) {
    let shared = Rc::new(Shared {
        outcome: Cell::new(None),
        aborted: Cell::new(false),
        join_waker: Cell::new(None),
    });
    let future = Box::pin(future);
    let handle = JoinHandle(shared.clone());
    (Harness { future, shared }, handle)
}

impl<F: Future> Future for Harness<F> {
    type Output = ();

    /// Polls the future, unless it was aborted.
    ///
    /// A panic of the future is the outcome, whether it comes from a poll or from a destructor, also of a task that was aborted
    /// or dropped. It gets out of neither the poll nor the drop of the task.
    ///
    /// When the task ends, the future is dropped first, then the outcome is stored, and then the task that awaits the handle
    /// is woken, once. A pause wakes nothing. A task ends once: an `abort` or a drop after that changes nothing.
    ///
    /// A waker, this one or that of `abort`, may poll the task or the handle as soon as it is called.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let outcome = if self.shared.aborted.get() {
            Err(JoinError::Cancelled)
        } else {
            match self.future.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(output) => Ok(output),
            }
        };
        self.shared.outcome.set(Some(outcome));
        if let Some(waker) = self.shared.join_waker.take() {
            waker.wake();
        }
        Poll::Ready(())
    }
}

#[path = "tests/e3_join.rs"]
mod tests;
