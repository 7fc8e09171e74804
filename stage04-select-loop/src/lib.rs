//! wip

#![warn(clippy::unwrap_used)]

mod answer;
mod ask;
mod combine;

pub mod echo;
mod error;
mod event_loop;
mod handle;
mod net;
mod real;
mod request;
#[cfg(unix)]
mod scan;
mod simulated;
mod task;
mod timers;
mod watched;
mod world;

pub use ask::{
    Ask, Asks, cancel, ended, join, now, readable, sleep, sleep_until, spawn, spawn_named,
    writable, yield_now,
};
pub use combine::{gather, timeout};
pub use error::{Cancelled, Deadlock, JoinedItself, OtherLoop, Panicked, TimedOut};
pub use event_loop::EventLoop;
pub use handle::Handle;
pub use net::{accept, connect, read, write_all};
pub use real::Real;
pub use request::{Request, Slot};
#[cfg(unix)]
pub use scan::Scan;
pub use simulated::{Simulated, Stream};
pub use task::{NewTask, TaskId};
pub use world::{Ready, Source, SourceId, World};
