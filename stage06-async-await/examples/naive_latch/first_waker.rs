//! A latch that keeps the waker of its first poll.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
};

#[derive(Clone, Default)]
pub(crate) struct Latch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    open: bool,
    waker: Option<Waker>,
}

impl Latch {
    pub(crate) fn open(&self) {
        let mut state = self.0.lock().unwrap();
        state.open = true;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    // ANCHOR: wait
    pub(crate) async fn wait(self) {
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.open {
                return Poll::Ready(());
            }
            state.waker.get_or_insert_with(|| context.waker().clone());
            Poll::Pending
        })
        .await
    }
    // ANCHOR_END: wait
}
