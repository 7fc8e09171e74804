//! One event of a run.

mod json;

pub(crate) use json::Fields;

/// The number of a task. No two tasks of a run have the same.
pub type TaskId = u64;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Microseconds since the recording began.
    pub t: u64,
    /// What happened.
    pub what: What,
    /// The thread that did it, if the recorder names threads.
    pub thread: Option<String>,
}

/// What can happen. In the file each is named in lower case by the field `ev`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A task begins to exist, and is queued.
    Spawn {
        /// The new task.
        task: TaskId,
        /// Its name.
        name: String,
        /// `file:line` of the call that spawned it.
        at: Option<String>,
        /// The task that spawned it.
        by: Option<TaskId>,
    },
    /// A step of a task begins.
    Poll {
        /// The task.
        task: TaskId,
    },
    /// The step has ended, and the task waits.
    Pause {
        /// The task.
        task: TaskId,
        /// What it waits for, in words.
        on: Option<String>,
        /// `file:line` of the await.
        at: Option<String>,
    },
    /// A task is to be polled again.
    Wake {
        /// The task that is woken.
        task: TaskId,
        /// The task that wakes it.
        by: Option<TaskId>,
        /// What wakes it if no task does: "timer", "socket", "thread 3".
        from: Option<String>,
        /// `file:line` of the wake.
        at: Option<String>,
    },
    /// A task has ended.
    End {
        /// The task.
        task: TaskId,
        /// "done", "cancelled", "panicked: …" or "raised: …".
        how: String,
    },
    /// A timer is set.
    Timer {
        /// The task that set it.
        task: Option<TaskId>,
        /// The number of the timer.
        id: u64,
        /// When it fires: microseconds since the recording began.
        due: u64,
    },
    /// A timer has fired.
    Fired {
        /// The timer.
        id: u64,
    },
    /// A timer is taken away before it fired.
    Untimer {
        /// The timer.
        id: u64,
    },
    /// The loop goes to sleep.
    Idle {
        /// For so many microseconds at most. Without it, until something happens.
        limit: Option<u64>,
    },
    /// The loop wakes.
    Busy,
    /// The program still runs. A thread writes it if nothing else was written for a while, so that a trace tells how long a hang was.
    Alive,
    /// A task asks for a lock, a permit, an item of a queue.
    Wait {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
        /// "read" or "write", if it asks for one of these.
        mode: Option<String>,
    },
    /// A task has got what it asked for.
    Got {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
        /// "read" or "write", if it got one of these.
        mode: Option<String>,
        /// `file:line` of the call that took it.
        at: Option<String>,
    },
    /// A task gives back what it got.
    Gave {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
    },
    /// A task has taken an item out of a queue.
    Took {
        /// The task.
        task: TaskId,
        /// The queue.
        what: String,
        /// How many items are left.
        left: u64,
        /// `file:line` of the call.
        at: Option<String>,
    },
    /// An item was put into a queue.
    Put {
        /// The task, if a task did it.
        task: Option<TaskId>,
        /// The queue.
        what: String,
        /// How many items are in it now.
        left: u64,
        /// `file:line` of the call.
        at: Option<String>,
    },
    /// A future was dropped before it completed.
    Drop {
        /// The task that awaited it.
        task: TaskId,
        /// What the future waited for.
        what: String,
        /// `file:line` of the await.
        at: Option<String>,
    },
    /// The program was told to stop here. What comes after is its clean-up.
    Stopped {
        /// By what: "SIGINT", "SIGTERM".
        by: Option<String>,
    },
    /// A remark.
    Note {
        /// The task that it is about.
        task: Option<TaskId>,
        /// The remark.
        say: String,
    },
}

impl What {
    /// The event's name in the file.
    pub fn name(&self) -> &'static str {
        match self {
            What::Spawn { .. } => "spawn",
            What::Poll { .. } => "poll",
            What::Pause { .. } => "pause",
            What::Wake { .. } => "wake",
            What::End { .. } => "end",
            What::Timer { .. } => "timer",
            What::Fired { .. } => "fired",
            What::Untimer { .. } => "untimer",
            What::Idle { .. } => "idle",
            What::Busy => "busy",
            What::Alive => "alive",
            What::Wait { .. } => "wait",
            What::Got { .. } => "got",
            What::Gave { .. } => "gave",
            What::Took { .. } => "took",
            What::Put { .. } => "put",
            What::Drop { .. } => "drop",
            What::Stopped { .. } => "stopped",
            What::Note { .. } => "note",
        }
    }

    /// The task that the event is about.
    pub fn task(&self) -> Option<TaskId> {
        match *self {
            What::Spawn { task, .. }
            | What::Poll { task }
            | What::Pause { task, .. }
            | What::Wake { task, .. }
            | What::End { task, .. }
            | What::Wait { task, .. }
            | What::Got { task, .. }
            | What::Gave { task, .. }
            | What::Took { task, .. }
            | What::Drop { task, .. } => Some(task),
            What::Timer { task, .. } | What::Put { task, .. } | What::Note { task, .. } => task,
            What::Fired { .. } | What::Untimer { .. } => None,
            What::Idle { .. } | What::Busy | What::Alive | What::Stopped { .. } => None,
        }
    }
}
