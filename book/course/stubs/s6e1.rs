//! Exercise s6e1: `block_on`, one future on one thread.
//!
//! This is version 1 of the page: it parks the thread between two polls, and the waker unparks it. Change it until
//! the three promises below hold. The tests call `block_on` alone: the waker is yours to design.
//!
//! Run the tests: `cargo test --test s6e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// What the waker owns.
struct ThreadWaker(Thread);

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future to its end on this thread, and returns its output.
///
/// 1. It polls once at the start. After a call of the waker it polls again; several calls before that poll are
///    answered by it together. No call is lost, and that includes one that comes while the future is being polled. (A
///    future calls the waker of its latest poll. What a waker of an earlier poll does is left open.)
/// 2. Between two polls the thread sleeps. A call of the waker ends its sleep; it does not wake up now and then, to look.
/// 3. It polls for no other reason.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(ThreadWaker(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        thread::park();
    }
}

#[path = "tests/e1_block_on.rs"]
mod tests;
