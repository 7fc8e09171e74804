//! What threads share, and what the loop asks of the operating system. The model (`model`) and the schedule explorer put
//! their own in its place.

pub(crate) use ::mio;
pub(crate) use std::sync::atomic::{AtomicBool, Ordering};
pub(crate) use std::sync::{Arc, Mutex, MutexGuard};
pub(crate) use std::thread;
pub(crate) use std::time::Instant;
