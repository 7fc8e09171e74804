//! Version 3: `abort` sets a flag, and the task looks at it.

use stage06::join::JoinError;
use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

pub(crate) struct JoinHandle<T>(Rc<Shared<T>>);

struct Shared<T> {
    outcome: Cell<Option<Result<T, JoinError>>>,
    aborted: Cell<bool>,
    join_waker: Cell<Option<Waker>>,
}

// ANCHOR: abort
impl<T> JoinHandle<T> {
    pub(crate) fn abort(&self) {
        self.0.aborted.set(true);
    }
}

/// The task.
pub(crate) struct Harness<F: Future> {
    future: Pin<Box<F>>,
    shared: Rc<Shared<F::Output>>,
}

impl<F: Future> Future for Harness<F> {
    type Output = ();

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
// ANCHOR_END: abort

pub(crate) fn joinable<F: Future>(future: F) -> (Harness<F>, JoinHandle<F::Output>) {
    let shared = Rc::new(Shared {
        outcome: Cell::new(None),
        aborted: Cell::new(false),
        join_waker: Cell::new(None),
    });
    let future = Box::pin(future);
    let handle = JoinHandle(shared.clone());
    (Harness { future, shared }, handle)
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(outcome) = self.0.outcome.take() {
            return Poll::Ready(outcome);
        }
        self.0.join_waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}
