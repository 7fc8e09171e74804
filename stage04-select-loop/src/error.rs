//! What the loop throws into a task, and what it ends with itself.

pub use stage03::{Cancelled, Panicked};
use std::{error::Error, fmt};

/// A task asked to wait for its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinedItself;

/// A handle was joined or cancelled in a loop that is not the one its task runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherLoop;

/// What [`timeout`](crate::timeout) limited did not end in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

/// A request was lost, because an observer of the loop's events or the [`World`](crate::World) panicked before it was answered. That panic
/// leaves [`run_once`](crate::EventLoop::run_once); this is thrown into the task that asked, in its next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered;

/// No task can go on, and nothing will come from outside: they wait for each other, or for what never happens.
///
/// Its message has a part for each task: its number and name, and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock(pub(crate) Vec<String>);

impl Deadlock {
    /// Each task, and what it waits for: `task 1 (ada) waits until task 2 ends`. In the order in which they were started.
    pub fn waits(&self) -> &[String] {
        &self.0
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

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was not answered: something else panicked meanwhile")
    }
}

impl fmt::Display for Deadlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deadlock: {}", self.0.join("; "))
    }
}

impl Error for JoinedItself {}
impl Error for OtherLoop {}
impl Error for TimedOut {}
impl Error for Unanswered {}
impl Error for Deadlock {}
