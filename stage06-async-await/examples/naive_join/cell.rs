//! Version 1: the task leaves its result in a cell.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

// ANCHOR: joinable
pub(crate) struct JoinHandle<T>(Rc<Shared<T>>);

/// What a task and its handle share.
struct Shared<T> {
    result: Cell<Option<T>>,
    join_waker: Cell<Option<Waker>>,
}

pub(crate) fn joinable<F: Future>(future: F) -> (impl Future<Output = ()>, JoinHandle<F::Output>) {
    let shared = Rc::new(Shared {
        result: Cell::new(None),
        join_waker: Cell::new(None),
    });
    let handle = JoinHandle(shared.clone());
    let task = async move {
        let result = future.await;
        shared.result.set(Some(result));
        if let Some(waker) = shared.join_waker.take() {
            waker.wake();
        }
    };
    (task, handle)
}

impl<T> Future for JoinHandle<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        if let Some(result) = self.0.result.take() {
            return Poll::Ready(result);
        }
        self.0.join_waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}
// ANCHOR_END: joinable
