//! What the loop does, told to an observer. The replays of the book are recorded with it.
//!
//! The observer is called on the thread that acts, right after the act, while nothing is borrowed or locked. So it may
//! read the state of the loop with [`snapshot`](crate::snapshot::snapshot), wake tasks and spawn. What changed is the
//! difference of two snapshots.
//!
//! ```
//! use stage06::{Runtime, events::{Event, observe}};
//!
//! observe(Some(|event| println!("{event:?}"))); // Spawn { task: 0 }, Wake { task: 0, again: false }, Turn, …
//! Runtime::new()?.block_on(async {});
//! observe(None);
//! # std::io::Result::Ok(())
//! ```

use std::cell::Cell;
use std::time::Duration;

/// Something that the loop has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A turn begins.
    Turn,
    /// The loop has waited for sockets, for at most `timeout`; `None`: without limit. Zero: it only looked.
    Select {
        /// The limit.
        timeout: Option<Duration>,
    },
    /// The loop has removed the timers that are due, if there were any. It wakes their tasks next.
    Expire,
    /// A task was added. Its first wake follows.
    Spawn {
        /// The task.
        task: u64,
    },
    /// A waker was called.
    Wake {
        /// The task, or the root of `block_on`.
        task: u64,
        /// True if the task was woken already, so that nothing was done.
        again: bool,
    },
    /// The poll of a task begins.
    Poll {
        /// The task, or the root of `block_on`.
        task: u64,
    },
    /// The task waits.
    Pending {
        /// The task, or the root of `block_on`.
        task: u64,
    },
    /// The task has ended, and its future is dropped.
    Complete {
        /// The task, or the root of `block_on`.
        task: u64,
    },
    /// A timer was set, or has a new waker.
    Timer {
        /// The number of the sleep.
        sleep: u64,
    },
    /// A sleep was dropped before its time, and its timer was removed.
    Cancel {
        /// The number of the sleep.
        sleep: u64,
    },
    /// A socket was registered.
    Register {
        /// Its token.
        socket: usize,
    },
    /// An operation on a socket would block: its task waits for the next edge.
    Wait {
        /// Its token.
        socket: usize,
    },
    /// A socket was deregistered.
    Deregister {
        /// Its token.
        socket: usize,
    },
}

thread_local! {
    static OBSERVER: Cell<Option<fn(Event)>> = const { Cell::new(None) };
}

/// Sets the observer of what happens on this thread.
pub fn observe(observer: Option<fn(Event)>) {
    OBSERVER.set(observer);
}

pub(crate) fn emit(event: Event) {
    if let Some(observer) = OBSERVER.get() {
        observer(event);
    }
}
