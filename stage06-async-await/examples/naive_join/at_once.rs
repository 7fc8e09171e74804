//! Version 2: `abort` drops the future on the spot.

use stage06::join::JoinError;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

// ANCHOR: Shared
struct Shared<F: Future> {
    /// `None` once it has ended.
    future: RefCell<Option<Pin<Box<F>>>>,
    outcome: Cell<Option<Result<F::Output, JoinError>>>,
    join_waker: Cell<Option<Waker>>,
}
// ANCHOR_END: Shared

pub(crate) struct JoinHandle<F: Future>(Rc<Shared<F>>);

pub(crate) struct Harness<F: Future>(Rc<Shared<F>>);

pub(crate) fn joinable<F: Future>(future: F) -> (Harness<F>, JoinHandle<F>) {
    let shared = Rc::new(Shared {
        future: RefCell::new(Some(Box::pin(future))),
        outcome: Cell::new(None),
        join_waker: Cell::new(None),
    });
    (Harness(shared.clone()), JoinHandle(shared))
}

impl<F: Future> Future for Harness<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut future = self.0.future.borrow_mut();
        let Some(running) = &mut *future else {
            return Poll::Ready(());
        };
        let Poll::Ready(output) = running.as_mut().poll(context) else {
            return Poll::Pending;
        };
        *future = None;
        self.0.end(Ok(output));
        Poll::Ready(())
    }
}

// ANCHOR: abort
impl<F: Future> JoinHandle<F> {
    pub(crate) fn abort(&self) {
        self.0.future.replace(None);
        self.0.end(Err(JoinError::Cancelled));
    }
}
// ANCHOR_END: abort

impl<F: Future> Shared<F> {
    fn end(&self, outcome: Result<F::Output, JoinError>) {
        self.outcome.set(Some(outcome));
        if let Some(waker) = self.join_waker.take() {
            waker.wake();
        }
    }
}

impl<F: Future> Future for JoinHandle<F> {
    type Output = Result<F::Output, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(outcome) = self.0.outcome.take() {
            return Poll::Ready(outcome);
        }
        self.0.join_waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}
