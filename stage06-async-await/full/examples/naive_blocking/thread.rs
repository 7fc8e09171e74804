//! `spawn_blocking`, the first version: a thread a job.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    thread,
};

// ANCHOR: spawn_blocking
/// What the job has returned, and the waker of the task that waits for it.
pub(crate) struct Slot<T> {
    pub(crate) result: Option<T>,
    pub(crate) waker: Option<Waker>,
}

pub(crate) fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Job<T> {
    let (result, waker) = (None, None);
    let job = Job(Arc::new(Mutex::new(Slot { result, waker })));
    let slot = job.0.clone();
    thread::spawn(move || {
        let result = work();
        let mut slot = slot.lock().unwrap();
        slot.result = Some(result);
        let waker = slot.waker.take();
        drop(slot);
        waker.into_iter().for_each(Waker::wake);
    });
    job
}

/// As a future, it waits for the result.
pub(crate) struct Job<T>(pub(crate) Arc<Mutex<Slot<T>>>);

impl<T> Future for Job<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.lock().unwrap();
        if let Some(result) = slot.result.take() {
            return Poll::Ready(result);
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
// ANCHOR_END: spawn_blocking
