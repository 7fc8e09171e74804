//! Solution of s6e1.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

/// What is inside the waker: whether somebody has called it, and how to make the one who sleeps look.
pub struct Signal {
    called: AtomicBool,
    notify: Box<dyn Fn() + Send + Sync>,
}

impl Signal {
    /// `notify` wakes the sleeper up. Every call of the waker notifies, from whatever thread.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Signal {
            called: AtomicBool::new(false),
            notify: Box::new(notify),
        })
    }

    /// Whether it has been called since this was last asked.
    pub fn take(&self) -> bool {
        self.called.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Signal {
    /// Notes the call, then notifies.
    fn wake(self: Arc<Self>) {
        self.called.store(true, Ordering::Release);
        (self.notify)();
    }
}

/// Polls the future at once, and then once whenever the signal has been called, until it is ready.
///
/// After each poll that was in vain it calls `wait`, at least once: others may have something to do too. `wait(true)`
/// may sleep, for as long as it likes or until a call. `wait(false)` must not: the signal has been called already.
pub fn drive<F: Future>(future: F, signal: &Arc<Signal>, mut wait: impl FnMut(bool)) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(signal.clone());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        wait(!signal.called.load(Ordering::Acquire));
        while !signal.take() {
            wait(true);
        }
    }
}

/// Runs a future on this thread, which sleeps in [`thread::park`] while the future waits.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let sleeper = thread::current();
    let signal = Signal::new(move || sleeper.unpark());
    drive(future, &signal, |may_sleep| {
        if may_sleep {
            thread::park();
        }
    })
}

#[path = "../exercises/tests/e1_block_on.rs"]
mod tests;
