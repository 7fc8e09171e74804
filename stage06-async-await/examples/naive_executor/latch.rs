//! Something to wait for: a latch that another task or thread opens.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
};

/// It is closed until it is opened, and then stays open.
#[derive(Clone, Default)]
pub(crate) struct Latch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    open: bool,
    waker: Option<Waker>,
}

impl Latch {
    // ANCHOR: open
    pub(crate) fn open(&self) {
        let mut state = self.0.lock().unwrap();
        state.open = true;
        let waker = state.waker.take();
        drop(state); // a waker may do anything, also lock this latch
        if let Some(waker) = waker {
            waker.wake();
        }
    }
    // ANCHOR_END: open

    // ANCHOR: wait
    pub(crate) async fn wait(self) {
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.open {
                return Poll::Ready(());
            }
            state.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
    // ANCHOR_END: wait
}
