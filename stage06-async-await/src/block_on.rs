//! One future, one thread.

use crate::sync::thread::{self, Thread};
use crate::sync::{Arc, AtomicBool, Ordering};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

// ANCHOR: block_on
/// Runs a future to its end on this thread. The thread sleeps while the future waits.
///
/// ```
/// assert_eq!(stage06::block_on::block_on(async { 6 * 7 }), 42);
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let parker = Arc::new(Parker {
        woken: AtomicBool::new(false),
        thread: thread::current(),
    });
    let waker = Waker::from(parker.clone());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        parker.park();
    }
}
// ANCHOR_END: block_on

// ANCHOR: Parker
/// What the waker owns: a thread to wake, and a flag that says it was woken.
struct Parker {
    /// True from a wake until the poll that answers it.
    woken: AtomicBool,
    /// The thread that polls.
    thread: Thread,
}

impl Parker {
    /// Sleeps until the waker is called. Returns at once if it was called since the last `park`.
    fn park(&self) {
        // `thread::park` may return early, and other code may use up its token. Only the flag is certain.
        while !self.woken.swap(false, Ordering::AcqRel) {
            thread::park();
        }
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.woken.swap(true, Ordering::AcqRel); // the flag first: the thread may look at it at once
        self.thread.unpark();
    }
}
// ANCHOR_END: Parker
