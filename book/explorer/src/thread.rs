//! What a thread is known by, and how it waits for a future.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

use crate::baton::quietly;
use crate::sync::thread::{current, park};

/// A thread: a name, and a token that `unpark` leaves and `park` takes.
#[derive(Clone, Debug)]
pub struct Thread {
    name: &'static str,
    pub(crate) token: Arc<AtomicBool>,
}

impl Thread {
    /// A thread that has not begun.
    pub fn new(name: &'static str) -> Self {
        let token = Arc::default();
        Thread { name, token }
    }

    /// The name of the thread.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Looks from outside. True if a token is there.
    pub fn has_token(&self) -> bool {
        self.token.load(SeqCst)
    }
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
