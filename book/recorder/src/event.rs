//! One event of a run, and its line in the trace file.

use serde_json::Value;
use std::fmt::Write as _;

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
    /// A task asks for a lock, a permit, a place in a queue.
    Wait {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
    },
    /// A task has got what it asked for.
    Got {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
    },
    /// A task gives back what it got.
    Gave {
        /// The task.
        task: TaskId,
        /// The resource.
        what: String,
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
    /// A remark.
    Note {
        /// The task that it is about.
        task: Option<TaskId>,
        /// The remark.
        say: String,
    },
}

impl Event {
    /// Appends the event's line to `line`, with the newline.
    ///
    /// ```
    /// use recorder::{Event, What};
    /// let mut line = String::new();
    /// Event { t: 5, what: What::Poll { task: 1 }, thread: None }.write_to(&mut line);
    /// assert_eq!(line, "{\"t\":5,\"ev\":\"poll\",\"task\":1}\n");
    /// ```
    pub fn write_to(&self, line: &mut String) {
        let mut to = Fields(line);
        to.open(self.t, self.what.name());
        match &self.what {
            What::Spawn { task, name, at, by } => {
                to.number("task", *task).text("name", name);
                to.maybe_text("at", at).maybe_number("by", *by);
            }
            What::Poll { task } => _ = to.number("task", *task),
            What::Pause { task, on, at } => {
                to.number("task", *task);
                to.maybe_text("on", on).maybe_text("at", at);
            }
            What::Wake { task, by, from, at } => {
                to.number("task", *task).maybe_number("by", *by);
                to.maybe_text("from", from).maybe_text("at", at);
            }
            What::End { task, how } => _ = to.number("task", *task).text("how", how),
            What::Timer { task, id, due } => {
                to.maybe_number("task", *task);
                to.number("id", *id).number("due", *due);
            }
            What::Fired { id } | What::Untimer { id } => _ = to.number("id", *id),
            What::Idle { limit } => _ = to.maybe_number("for", *limit),
            What::Busy | What::Alive => {}
            What::Wait { task, what } | What::Got { task, what } | What::Gave { task, what } => {
                to.number("task", *task).text("what", what);
            }
            What::Drop { task, what, at } => {
                to.number("task", *task).text("what", what);
                to.maybe_text("at", at);
            }
            What::Note { task, say } => _ = to.maybe_number("task", *task).text("say", say),
        }
        to.maybe_text("thread", &self.thread);
        line.push_str("}\n");
    }

    /// Reads an event from its JSON. `Ok(None)` is an event that this version does not know.
    ///
    /// # Errors
    /// A sentence, if a field that the event needs is missing.
    pub(crate) fn from_json(json: &Value) -> Result<Option<Event>, String> {
        let ev = json["ev"].as_str().ok_or("it has no `ev`")?;
        let text = |key| json[key].as_str().map(str::to_owned);
        let number = |key| json[key].as_u64();
        let has = |key| number(key).ok_or(format!("the event `{ev}` has no `{key}`"));
        let says = |key| text(key).ok_or(format!("the event `{ev}` has no `{key}`"));
        let what = match ev {
            "spawn" => What::Spawn {
                task: has("task")?,
                name: says("name")?,
                at: text("at"),
                by: number("by"),
            },
            "poll" => What::Poll { task: has("task")? },
            "pause" => What::Pause {
                task: has("task")?,
                on: text("on"),
                at: text("at"),
            },
            "wake" => What::Wake {
                task: has("task")?,
                by: number("by"),
                from: text("from"),
                at: text("at"),
            },
            "end" => What::End {
                task: has("task")?,
                how: says("how")?,
            },
            "timer" => What::Timer {
                task: number("task"),
                id: has("id")?,
                due: has("due")?,
            },
            "fired" => What::Fired { id: has("id")? },
            "untimer" => What::Untimer { id: has("id")? },
            "idle" => What::Idle {
                limit: number("for"),
            },
            "busy" => What::Busy,
            "alive" => What::Alive,
            "wait" => What::Wait {
                task: has("task")?,
                what: says("what")?,
            },
            "got" => What::Got {
                task: has("task")?,
                what: says("what")?,
            },
            "gave" => What::Gave {
                task: has("task")?,
                what: says("what")?,
            },
            "drop" => What::Drop {
                task: has("task")?,
                what: says("what")?,
                at: text("at"),
            },
            "note" => What::Note {
                task: number("task"),
                say: says("say")?,
            },
            _ => return Ok(None),
        };
        let (t, thread) = (has("t")?, text("thread"));
        Ok(Some(Event { t, what, thread }))
    }
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
            What::Drop { .. } => "drop",
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
            | What::Drop { task, .. } => Some(task),
            What::Timer { task, .. } | What::Note { task, .. } => task,
            What::Fired { .. } | What::Untimer { .. } => None,
            What::Idle { .. } | What::Busy | What::Alive => None,
        }
    }
}

/// The fields of a line, one after the other.
pub(crate) struct Fields<'a>(pub(crate) &'a mut String);

impl Fields<'_> {
    fn open(&mut self, t: u64, ev: &str) {
        let _ = write!(self.0, "{{\"t\":{t},\"ev\":\"{ev}\"");
    }
    pub(crate) fn number(&mut self, key: &str, number: u64) -> &mut Self {
        let _ = write!(self.0, ",\"{key}\":{number}");
        self
    }
    pub(crate) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        let _ = write!(self.0, ",\"{key}\":{}", Value::from(text));
        self
    }
    fn maybe_number(&mut self, key: &str, number: Option<u64>) -> &mut Self {
        if let Some(number) = number {
            self.number(key, number);
        }
        self
    }
    fn maybe_text(&mut self, key: &str, text: &Option<String>) -> &mut Self {
        if let Some(text) = text {
            self.text(key, text);
        }
        self
    }
}
