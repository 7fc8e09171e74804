//! What can go wrong in the loop itself.

use std::{any::Any, error::Error, fmt};

/// There is no loop here: this was asked outside of a task, or of a task that no [`Loop`](crate::Loop) runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLoop;

/// A task panicked, with this message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked(String);

impl Panicked {
    pub(crate) fn new(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref().map(String::as_str));
        Panicked(text.unwrap_or("no message").into())
    }
}

impl fmt::Display for NoLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no loop runs here: add the task to a Loop, and run that")
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the task panicked: {}", self.0)
    }
}

impl Error for NoLoop {}
impl Error for Panicked {}
