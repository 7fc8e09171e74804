//! What threads share, and how they sleep. The model check (`model`) puts its own in its place.

pub(crate) use mio::Waker as PollWaker;
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use std::thread;
