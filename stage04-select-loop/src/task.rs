//! A task, as the loop sees it: its coroutine, and what it waits for.

use crate::{Asks, Request, Slot, Source, timers::TimerId};
use stage01::{Result, Routine};
use std::fmt;

/// The id of a task. A loop gives out each number once, so a task of its own that it does not know has ended. Every loop begins with 0,
/// so the id also says which loop gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId {
    /// Which loop of this thread.
    pub(crate) of_loop: u64,
    /// Which task of that loop. This is what a person sees of the id.
    pub(crate) number: u64,
}

/// A task that is to be started: what [`Request::Spawn`] carries. Made by [`spawn`](crate::spawn).
pub struct NewTask {
    pub(crate) routine: Routine<Request>,
    /// Its name in a deadlock report; `""` if it has none.
    pub(crate) name: String,
    /// Where the loop writes its id, for the handle.
    pub(crate) id: Slot<TaskId>,
}

/// A task that has not ended.
pub(crate) struct Task {
    pub(crate) routine: Routine<Request>,
    /// Its name in a deadlock report; `""` if it has none.
    pub(crate) name: String,
    /// What it will be resumed with; `None` while it waits for that.
    pub(crate) answer: Option<Result>,
    /// What it waits for.
    pub(crate) wait: Wait,
    /// The tasks that wait for its end, in the order in which they asked.
    pub(crate) joiners: Vec<TaskId>,
}

// ANCHOR: Wait
/// What a task waits for: always one thing. It says where the task's id is kept.
#[derive(Debug)]
pub(crate) enum Wait {
    /// For its next step. The id is in the ready queue, once.
    Step,
    /// For a source, in one direction. The id is among that source's waiters.
    Source(Source, Direction),
    /// For a time. The id is with the timers.
    Timer(TimerId),
    /// For the end of another task. The id is among that task's `joiners`.
    Task(TaskId),
}
// ANCHOR_END: Wait

impl TaskId {
    /// An id for a loop of your own. No [`EventLoop`](crate::EventLoop) gives out such a one.
    pub fn new(number: u64) -> Self {
        let of_loop = u64::MAX;
        TaskId { of_loop, number }
    }
}

impl NewTask {
    /// A task without a handle, such as a main task.
    pub fn new(routine: impl Asks + 'static) -> Self {
        NewTask {
            routine: Box::new(routine),
            name: String::new(),
            id: Slot::default(),
        }
    }

    /// Tells the task's handle its id, and returns the coroutine, for the loop that runs it.
    pub fn start(self, id: TaskId) -> Routine<Request> {
        self.id.set(Some(id));
        self.routine
    }
}

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
            wait: Wait::Step,
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
            Wait::Step => f.write_str("for its next step"),
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
