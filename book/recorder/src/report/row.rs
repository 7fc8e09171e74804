//! A line of the list of tasks that have not ended.

use super::{Names, RESULT, time};
use crate::{
    event::TaskId,
    picture::{Has, Picture, Queue, State, Task},
    sink::UNSEEN,
    words::file_of,
};

/// A longest step is told from 10 ms on: shorter ones are what a busy machine makes of any.
const TOLD: u64 = 10_000;

/// A task that has not ended.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) task: TaskId,
    pub(crate) name: String,
    pub(crate) spawned: String,
    pub(crate) state: String,
    pub(crate) at: String,
    /// How long it has been there.
    pub(crate) length: String,
    /// When it came there, in microseconds.
    pub(crate) since: u64,
    /// The resources that it has.
    pub(crate) holds: Vec<String>,
    pub(crate) woken: String,
    /// Its longest step, if that is worth telling.
    pub(crate) longest: Option<String>,
}

impl Row {
    pub(super) fn of(id: TaskId, task: &Task, picture: &Picture, names: &Names) -> Row {
        let (state, at) = match &task.state {
            State::Queued => ("is queued".to_owned(), None),
            State::Running => ("is in a step".to_owned(), None),
            State::Ended(how) => (format!("has ended: {how}"), None),
            State::Waiting { on: Some(on), .. } if on == UNSEEN => {
                ("is in code that is not recorded".to_owned(), None)
            }
            State::Waiting { on: Some(on), at } => {
                (format!("waits for {}", names.on(on)), at.as_deref())
            }
            State::Waiting { on: None, at } => {
                ("waits, for what was not recorded".to_owned(), at.as_deref())
            }
        };
        let woken = match &task.woken {
            None => "never".to_owned(),
            Some((t, by)) => format!("{} ago by {}", time(picture.now - t), names.waking(by)),
        };
        Row {
            task: id,
            name: names.name(id),
            spawned: task.at.clone().unwrap_or_default(),
            state,
            at: at.unwrap_or_default().to_owned(),
            length: time(picture.now - task.since),
            since: task.since,
            holds: holds(id, picture),
            woken,
            longest: (task.longest.0 >= TOLD).then(|| time(task.longest.0)),
        }
    }
}

/// The resources that a task has, and where it took them.
fn holds(id: TaskId, picture: &Picture) -> Vec<String> {
    let held = picture.tasks.get(&id).map(|task| &task.has);
    let held = held.into_iter().flatten();
    let held = held.filter(|has| !has.what.starts_with(RESULT));
    let says = |has: &Has| match has.at.as_deref() {
        Some(at) => format!("has {}, taken at {}", has.says(), file_of(at)),
        None => format!("has {}", has.says()),
    };
    let took = |queue: &Queue| queue.is_pool() && queue.takers().any(|(task, _)| task == id);
    let taken = picture.queues.iter().filter(|(_, queue)| took(queue));
    let taken = taken.map(|(what, _)| format!("has taken from the {what}"));
    let mut all: Vec<_> = held.map(says).chain(taken).collect();
    all.sort();
    all.dedup();
    all
}

impl Has {
    /// "read access to the RwLock of main.rs:5", "the Mutex of main.rs:6".
    pub(super) fn says(&self) -> String {
        let Has { what, mode, .. } = self;
        let mode = mode.as_deref().map(|mode| format!("{mode} access to "));
        format!("{}the {what}", mode.unwrap_or_default())
    }
}
