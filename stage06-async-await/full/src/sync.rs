//! What `inject` and `scheduled` are made of; the model check has its own.

pub(crate) use std::sync::atomic::{AtomicBool, Ordering};
pub(crate) use std::sync::{Mutex, MutexGuard};
