//! What `mailbox` and `posted` are made of; the model check has its own.

pub(crate) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, Ordering},
};
