//! Threads, and how they sleep.

use std::future::Future;
use std::panic::Location;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake, Waker};

use crate::baton::{me, result};
use crate::stop::{quietly, stop};
pub use crate::thread::Thread;

impl Thread {
    /// Leaves the token. A thread that is parked takes it and goes on, the next `park` of any other returns at once.
    #[track_caller]
    pub fn unpark(&self) {
        stop("unpark", Location::caller(), || true);
        self.token.store(true, SeqCst);
    }
}

/// Returns the thread that this is.
///
/// # Panics
///
/// Outside of an explored thread.
pub fn current() -> Thread {
    let me = me().expect("only a thread of the explorer has a name and a token");
    me.thread
}

/// Sleeps until the token is there, and takes it. It never returns early, as the standard `park` may.
#[track_caller]
pub fn park() {
    let (at, token) = (Location::caller(), current().token);
    stop("park", at, || true);
    if token.swap(false, SeqCst) {
        return result("the token was there");
    }
    let there = token.clone();
    stop("parked", at, move || there.load(SeqCst));
    token.store(false, SeqCst);
}

/// Runs a future to its end on a thread of the explorer. It is parked between two polls.
///
/// # Panics
///
/// Outside of an explored thread.
#[track_caller]
pub fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            // No stop: a library may call a waker under a lock that the explorer does not know.
            quietly(|| self.0.unpark());
        }
    }
    let waker = Waker::from(Arc::new(Unpark(current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            Poll::Pending => park(),
        }
    }
}
