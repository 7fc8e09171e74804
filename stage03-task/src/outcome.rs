//! How a task may end besides returning: it is cancelled, or it panics.

use stage02::panic_message;
use std::{any::Any, error::Error, fmt};

/// What [`Task::cancel`](crate::Task::cancel) throws into the coroutine. Python: `asyncio.CancelledError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// A coroutine panicked, with this message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked(pub String);

impl From<Box<dyn Any + Send>> for Panicked {
    fn from(payload: Box<dyn Any + Send>) -> Self {
        Panicked(panic_message(payload))
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task was cancelled")
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the task panicked: {}", self.0)
    }
}

impl Error for Cancelled {}
impl Error for Panicked {}
