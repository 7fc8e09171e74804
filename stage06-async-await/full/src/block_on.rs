//! The smallest executor there is: one future, one thread.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

// ANCHOR: ThreadWaker
/// A waker that wakes a thread.
struct ThreadWaker {
    thread: Thread,
    /// True if it was woken since it last looked. `unpark` alone would not do: what it leaves behind is one token, and
    /// anything that the future calls may park the thread too, and take it. Both sides swap: a second wake that
    /// stored `true` would hide from the thread what came before the first.
    woken: AtomicBool,
}

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.woken.swap(true, Ordering::AcqRel);
        self.thread.unpark();
    }
}

impl ThreadWaker {
    fn wait(&self) {
        while !self.woken.swap(false, Ordering::AcqRel) {
            thread::park();
        }
    }
}
// ANCHOR_END: ThreadWaker

/// Runs one future on this thread, which sleeps while the future waits.
///
/// There is no loop here to wait for sockets or timers: a future that needs one belongs into a
/// [`Runtime`](crate::Runtime). What another thread will wake is at home here.
///
/// ```
/// let answer = stage06_full::block_on(async { 6 * 7 });
/// assert_eq!(answer, 42);
/// ```
///
/// # Panics
///
/// When the future does.
///
/// Source: the crate pollster; `futures::executor::block_on`; `std::task::Wake`.
// ANCHOR: block_on
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let sleeper = Arc::new(ThreadWaker {
        thread: thread::current(),
        woken: AtomicBool::new(false),
    });
    let waker = Waker::from(sleeper.clone());
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => sleeper.wait(),
        }
    }
}
// ANCHOR_END: block_on
