//! How the thread of the loop sleeps, and how another thread ends that.

use crate::sync::PollWaker;
use crate::sync::thread::{self, Thread};
use std::sync::OnceLock;
use std::time::Duration;

/// Sleeps until the thread is unparked or the time is over; `None`: without limit. For a loop without sockets.
pub(crate) fn park(timeout: Option<Duration>) {
    match timeout {
        None => thread::park(),
        Some(Duration::ZERO) => {}
        Some(timeout) => thread::park_timeout(timeout),
    }
}

/// Unparks the thread of the loop, from any thread.
pub(crate) struct Unpark {
    thread: Thread,
    /// Set with the io driver: from then on the loop sleeps in `poll`, and no longer in `park`.
    pub(crate) poll: OnceLock<PollWaker>,
}

impl Unpark {
    /// For a loop on this thread.
    pub(crate) fn new() -> Self {
        Unpark {
            thread: thread::current(),
            poll: OnceLock::new(),
        }
    }

    pub(crate) fn unpark(&self) {
        match self.poll.get() {
            Some(poll) => poll.wake().expect("the loop's poll can be woken"),
            None => self.thread.unpark(),
        }
    }
}
