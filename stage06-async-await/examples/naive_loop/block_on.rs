//! `block_on` in its first versions, on the first version of the loop.

use crate::naive::Loop;
use std::{
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

impl Loop {
    // ANCHOR: after_each_turn
    /// Version 1: polls the future after each turn.
    pub(crate) fn after_each_turn<F: Future>(&self, future: F) -> io::Result<F::Output> {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Ok(output);
            }
            self.until_idle()?;
        }
    }
    // ANCHOR_END: after_each_turn

    // ANCHOR: when_woken
    /// Version 2: polls the future when it was woken. Its waker is that of the function `block_on`.
    pub(crate) fn when_woken<F: Future>(&self, future: F) -> io::Result<F::Output> {
        let mut future = pin!(future);
        let parker = Arc::new(Parker {
            woken: AtomicBool::new(true),
            thread: thread::current(),
        });
        let waker = Waker::from(parker.clone());
        loop {
            if parker.woken.swap(false, Ordering::AcqRel)
                && let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker))
            {
                return Ok(output);
            }
            self.until_idle()?;
        }
    }
    // ANCHOR_END: when_woken
}

// ANCHOR: Parker
/// What the waker owns: a thread to wake, and a flag that says it was woken.
struct Parker {
    woken: AtomicBool,
    thread: Thread,
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.woken.swap(true, Ordering::AcqRel);
        self.thread.unpark();
    }
}
// ANCHOR_END: Parker
