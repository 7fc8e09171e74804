//! Solution of s6e3.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]

use std::{
    any::Any,
    cell::{Cell, RefCell},
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub enum JoinError {
    /// The task was aborted, or dropped before it had ended.
    Cancelled,
    /// It panicked, with this message.
    Panicked(String),
}

/// The outcome of a task. Dropping it changes nothing for the task.
pub struct JoinHandle<T>(Rc<Shared<T>>);

/// What the task and its handle share.
struct Shared<T> {
    /// The outcome, once it is there and until the handle has taken it.
    outcome: RefCell<Option<Result<T, JoinError>>>,
    ended: Cell<bool>,
    aborted: Cell<bool>,
    /// The task's waker, for the one who aborts it.
    task: RefCell<Option<Waker>>,
    /// The waker of whoever awaits the handle.
    joiner: RefCell<Option<Waker>>,
}

/// The task: the future, and where its outcome goes.
pub struct Joinable<F: Future> {
    /// `None` once it has ended.
    future: Option<Pin<Box<F>>>,
    shared: Rc<Shared<F::Output>>,
}

/// Splits a future into a task to spawn, and the handle of its outcome.
pub fn joinable<F: Future>(future: F) -> (Joinable<F>, JoinHandle<F::Output>) {
    let shared = Rc::new(Shared {
        outcome: RefCell::new(None),
        ended: Cell::new(false),
        aborted: Cell::new(false),
        task: RefCell::new(None),
        joiner: RefCell::new(None),
    });
    let task = Joinable {
        future: Some(Box::pin(future)),
        shared: shared.clone(),
    };
    (task, JoinHandle(shared))
}

impl<F: Future> Future for Joinable<F> {
    type Output = ();

    /// Polls the future. A panic in there becomes an outcome, and goes no further. If the task was aborted, the
    /// future is dropped rather than polled.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.shared.aborted.get() {
            self.end(Err(JoinError::Cancelled));
            return Poll::Ready(());
        }
        self.shared.task.replace(Some(context.waker().clone()));
        let future = self.future.as_mut().expect("polled after the end");
        let outcome = match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => Ok(output),
            Err(panic) => Err(JoinError::Panicked(message(panic))),
        };
        self.end(outcome);
        Poll::Ready(())
    }
}

impl<F: Future> Joinable<F> {
    /// Drops the future, keeps the outcome, and wakes who awaits it. The first outcome is the only one.
    fn end(&mut self, outcome: Result<F::Output, JoinError>) {
        self.future = None;
        if !self.shared.ended.replace(true) {
            self.shared.outcome.replace(Some(outcome));
            let joiner = self.shared.joiner.take();
            joiner.into_iter().for_each(Waker::wake);
        }
    }
}

/// Nothing in here is pinned: the future has a box of its own.
impl<F: Future> Unpin for Joinable<F> {}

impl<F: Future> Joinable<F> {
    /// The task is dropped. If that is before its end it is cancelled, and its handle must not wait for ever.
    fn dropped(&mut self) {
        self.end(Err(JoinError::Cancelled));
    }
}

impl<F: Future> Drop for Joinable<F> {
    fn drop(&mut self) {
        // A second panic, while the first one unwinds, would end the whole program.
        if !std::thread::panicking() {
            self.dropped();
        }
    }
}

impl<T> JoinHandle<T> {
    /// Cancels the task: at its next turn, which this brings about, the future is dropped. A task that has ended
    /// stays as it ended.
    pub fn abort(&self) {
        self.0.aborted.set(true);
        let task = self.0.task.take();
        task.into_iter().for_each(Waker::wake);
    }

    /// Whether the task has ended, in whatever way.
    pub fn is_finished(&self) -> bool {
        self.0.ended.get()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// Ready when the task has ended. Panics if it has given the outcome already.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.0.ended.get() {
            self.0.joiner.replace(Some(context.waker().clone()));
            return Poll::Pending;
        }
        let outcome = self.0.outcome.take();
        Poll::Ready(outcome.expect("the outcome was taken already"))
    }
}

/// What a panic says.
fn message(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "no message".into())
}

#[path = "../exercises/tests/e3_join.rs"]
mod tests;
