//! A task, as the loop sees it: its coroutine, and what it waits for.

use crate::{Request, Slot, Source, timers::TimerId};
use stage01::{Result, Routine};
use std::fmt;

/// The name of a task. A loop gives out each number once, so one of its own that it does not know has ended. Every loop begins with 0,
/// so the name says also which loop gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId {
    /// Which loop of this thread.
    pub(crate) of_loop: u64,
    /// Which task of that loop. What people see of the name.
    pub(crate) number: u64,
}

/// A task that is to be started: what [`Request::Spawn`] brings along. Made by [`spawn`](crate::spawn).
pub struct NewTask {
    pub(crate) routine: Routine<Request>,
    /// What people call it; `""` if nothing.
    pub(crate) name: String,
    /// Where the loop writes what it calls it.
    pub(crate) id: Slot<TaskId>,
}

/// A task that has not ended.
pub(crate) struct Task {
    pub(crate) routine: Routine<Request>,
    pub(crate) name: String,
    /// What it will be resumed with; `None` while it waits for that.
    pub(crate) answer: Option<Result>,
    pub(crate) wait: Wait,
    /// Who waits for its end, in the order in which they asked.
    pub(crate) joiners: Vec<TaskId>,
}

// ANCHOR: Wait
/// What a task waits for: always one thing. Whoever ends the wait also takes the task out of where it is kept.
#[derive(Debug)]
pub(crate) enum Wait {
    /// For its turn: it is in the ready queue, once.
    Turn,
    /// For a source, in one direction; it is kept there.
    Source(Source, Direction),
    /// For a time; it is kept with the timers.
    Timer(TimerId),
    /// For the end of another task; it is kept among its joiners.
    Task(TaskId),
}
// ANCHOR_END: Wait

/// Which way the bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Read,
    Write,
}

impl From<NewTask> for Task {
    fn from(new: NewTask) -> Self {
        Task {
            routine: new.routine,
            name: new.name,
            answer: Some(Ok(())),
            wait: Wait::Turn,
            joiners: Vec::new(),
        }
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "task {}", self.number)
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wait::Turn => f.write_str("for its turn"),
            Wait::Source(source, Direction::Read) => write!(f, "until {source} is readable"),
            Wait::Source(source, Direction::Write) => write!(f, "until {source} is writable"),
            Wait::Timer(_) => f.write_str("for a timer"),
            Wait::Task(task) => write!(f, "until {task} ends"),
        }
    }
}

impl fmt::Debug for NewTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewTask({:?})", self.name)
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.name)
            .field("wait", &self.wait)
            .field("joiners", &self.joiners)
            .finish_non_exhaustive()
    }
}
