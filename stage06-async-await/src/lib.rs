//! **Open and efficient**: a task that waits leaves a `Waker`, and is polled again only when somebody has called it.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]

mod block_on;
pub mod bridge;
mod current;
pub mod echo;
mod executor;
mod interval;
mod job;
mod join;
mod mailbox;
pub mod net;
mod posted;
mod reactor;
mod runtime;
mod sleep;
mod slots;
mod spawn;
mod timeout;
mod timers;
mod waker;

/// What `mailbox` and `posted` are made of; the model check has its own.
mod sync {
    pub(crate) use std::sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    };
}

pub use block_on::block_on;
pub use interval::{Interval, interval};
pub use join::{JoinError, JoinHandle};
pub use runtime::{Metrics, Runtime};
pub use sleep::{Sleep, now, sleep, sleep_until};
pub use spawn::{is_running, metrics, spawn, yield_now};
pub use timeout::{Elapsed, Timeout, timeout, timeout_at};
