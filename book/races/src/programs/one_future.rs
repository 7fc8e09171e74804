//! `block_on`: a future waits for an event, and uses a lock that parks, as locks do.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};

use crate::variants::BlockOnFile;
use explorer::Chooser;
use explorer::Threads;
use explorer::sync::Mutex;
use explorer::sync::atomic::{AtomicBool, Ordering::SeqCst};
use explorer::sync::thread::{Thread, park};

/// A lock made of `park` and `unpark`, held by the sender at first.
struct ParkLock {
    held: AtomicBool,
    /// The thread that may wait for it.
    waits: Thread,
}

impl ParkLock {
    fn lock(&self) {
        while self.held.swap(true, SeqCst) {
            park();
        }
    }

    fn unlock(&self) {
        self.held.store(false, SeqCst);
        self.waits.unpark();
    }
}

/// A thread that blocks on a future. The future leaves its waker, looks for the event, and writes to a log, which has a lock.
/// The sender holds that lock while it makes the event and wakes the future, if `log`; otherwise it only does that.
///
/// # Errors
///
/// If the future waits forever.
pub fn one_future(file: BlockOnFile, log: bool, chooser: &Chooser) -> Result<(), String> {
    let thread = Thread::new("main");
    let lock = Arc::new(ParkLock {
        held: AtomicBool::new(log),
        waits: thread.clone(),
    });
    let event = Arc::new(AtomicBool::new(false));
    let waker = Arc::new(Mutex::new(None::<Waker>));
    Threads::new()
        .spawn_as(thread, {
            let (event, waker, lock) = (event.clone(), waker.clone(), lock.clone());
            move || {
                (file.block_on)(Box::pin(poll_fn(move |cx| {
                    *waker.lock().expect("never poisoned") = Some(cx.waker().clone());
                    if event.load(SeqCst) {
                        return Poll::Ready(());
                    }
                    if log {
                        lock.lock();
                        lock.held.store(false, SeqCst); // no other thread waits for it
                    }
                    Poll::Pending
                })))
            }
        })
        .spawn("sender", move || {
            event.store(true, SeqCst);
            let left = waker.lock().expect("never poisoned").take();
            if let Some(waker) = left {
                waker.wake();
            }
            if log {
                lock.unlock();
            }
        })
        .run(chooser)
}
