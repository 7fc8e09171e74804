//! What the loop throws into a task, and what it ends with itself.

use std::{any::Any, error::Error, fmt};

/// Somebody cancelled the task: thrown into it at the place where it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// A task asked to wait for its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinedItself;

/// A handle was joined or cancelled in a loop that is not the one its task runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherLoop;

/// What [`timeout`](crate::timeout) limited did not end in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

/// A task panicked, with this message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked(String);

/// No task can go on, and nothing will come from outside: they wait for each other, or for what never happens.
///
/// Its message has a part for each task: who it is, and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock(pub(crate) Vec<String>);

impl Panicked {
    pub(crate) fn new(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref().map(String::as_str));
        Panicked(text.unwrap_or("no message").into())
    }

    pub(crate) fn again() -> Self {
        Panicked("resumed after its end".into())
    }
}

impl Deadlock {
    /// Each task, and what it waits for: `task 1 (ada) waits until task 2 ends`. In the order in which they were started.
    pub fn waits(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task was cancelled")
    }
}

impl fmt::Display for JoinedItself {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a task cannot wait for its own end")
    }
}

impl fmt::Display for OtherLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task runs in another loop: join or cancel it there")
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it did not end in time")
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the task panicked: {}", self.0)
    }
}

impl fmt::Display for Deadlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deadlock: {}", self.0.join("; "))
    }
}

impl Error for Cancelled {}
impl Error for JoinedItself {}
impl Error for OtherLoop {}
impl Error for TimedOut {}
impl Error for Panicked {}
impl Error for Deadlock {}
