//! What a task can ask of the loop.

use crate::{NewTask, Source, TaskId};
use std::{cell::Cell, fmt, rc::Rc, time::Duration};

// ANCHOR: Request
/// What a task asks of the loop: the only thing it can yield.
///
/// The loop answers by resuming the task with stage 1's [`Result`](stage01::Result). `Ok(())` says that the wait is over. `Err` says that the
/// request failed or was refused, and the error is thrown into the task at the place where it asked.
///
/// The set is fixed: a task can wait for nothing that is not in this list.
///
/// ```compile_fail
/// # use stage04::Request;
/// let latch = Request::Latch(3); // no variant named `Latch`
/// ```
///
/// Sources: the document's `SPAWN`, `JOIN`, `EVENT_READ` and `EVENT_WRITE`; curio's traps (`curio/traps.py`).
pub enum Request {
    /// Go on when a `read` or `accept` of this source will not block. Ready is not done: the task still has to read.
    Read(Source),
    /// Go on when a `write` to this source will not block.
    Write(Source),
    /// Go on after this time. [`Duration::MAX`] is forever.
    Sleep(Duration),
    /// Go on at this time since the start of the loop; in the next turn if it is past.
    SleepUntil(Duration),
    /// Write down the time since the start of the loop. Answered at once.
    Now(Slot<Duration>),
    /// Start another task; write down its id. Answered at once: the new task takes its first step in the next turn.
    Spawn(NewTask),
    /// Go on when that task has ended, well or badly; at once if it has ended already. Refused to that task itself, and in another loop.
    Join(TaskId),
    /// Throw [`Cancelled`](crate::Cancelled) into that task, where it waits. Answered at once; nothing happens if it has ended.
    /// Refused in another loop.
    Cancel(TaskId),
    /// Go on in the next turn, when all other ready tasks have taken a step.
    YieldNow,
}
// ANCHOR_END: Request

/// A place that the task brings along for what the loop tells it: a request is answered with "go on" and no more.
pub type Slot<T> = Rc<Cell<Option<T>>>;

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Request::Read(source) => write!(f, "Read({source})"),
            Request::Write(source) => write!(f, "Write({source})"),
            Request::Sleep(time) => write!(f, "Sleep({time:?})"),
            Request::SleepUntil(deadline) => write!(f, "SleepUntil({deadline:?})"),
            Request::Now(_) => f.write_str("Now"),
            Request::Spawn(new) => write!(f, "Spawn({})", new.name),
            Request::Join(task) => write!(f, "Join({task})"),
            Request::Cancel(task) => write!(f, "Cancel({task})"),
            Request::YieldNow => f.write_str("YieldNow"),
        }
    }
}
