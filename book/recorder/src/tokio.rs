//! tokio, recorded: `use recorder::tokio;` in a module makes its `tokio::spawn`, `tokio::time::sleep`, `tokio::sync::Mutex` and so on
//! those of this module. All else is tokio's own, and is not recorded. It works on stable Rust, without `tokio_unstable`.
//!
//! Recorded are `spawn`, [`named`], `task::{spawn, spawn_local, JoinHandle, JoinSet}`, waiting for `task::spawn_blocking`,
//! `time::{sleep, sleep_until, timeout, timeout_at, interval, interval_at}`, with the feature `net` `net::{TcpListener, TcpStream}`, and
//! `sync::{Mutex, RwLock, Semaphore, Notify, mpsc, oneshot, watch, broadcast}`. Names of types are the same, the types are not: a library
//! that asks for tokio's own `Mutex` gets it by `::tokio::sync::Mutex`.

pub use ::tokio::*;

#[cfg(feature = "net")]
pub mod net;
pub mod sync;
pub mod task;
pub mod time;

pub use task::spawn;

use crate::Record;
use std::borrow::Cow;

/// A task with a name, to be spawned: `named("reader").spawn(…)`.
pub fn named(name: impl Into<Cow<'static, str>>) -> Named {
    Named(name.into())
}

/// A name for a task: see [`named`].
#[derive(Clone, Debug)]
pub struct Named(Cow<'static, str>);

impl Named {
    /// As tokio's `spawn`; the task has this name in the trace.
    #[track_caller]
    pub fn spawn<F>(self, future: F) -> task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        task::start(future.recorded(self.0))
    }
}
