//! Who waits for whom: what is certain, and what earlier waits make probable.

use super::{Names, RESULT, answers::Answers, answers::parts};
use crate::{
    event::TaskId,
    picture::{Has, Picture, State, Task},
    sink::UNSEEN,
    words::file_of,
};
use std::collections::{BTreeMap, BTreeSet};

/// A task waits for others.
#[derive(Debug)]
pub(super) struct Edge {
    /// For what, as it is told.
    what: String,
    why: Why,
    /// The others.
    pub(super) tasks: Vec<TaskId>,
}

#[derive(Debug)]
enum Why {
    /// They have it.
    Held,
    /// They asked to write before: tokio's `RwLock` is fair, and a writer that waits keeps new readers out.
    Behind,
    /// It is their end.
    End,
    /// They receive from the channel in which there is no room.
    Receive,
    /// They have ended so many such waits before.
    Answered(usize),
}

impl Edge {
    /// False if it is concluded from what happened before.
    pub(super) fn is_certain(&self) -> bool {
        matches!(self.why, Why::Held | Why::Behind | Why::End)
    }

    /// True if it comes from what a task has, and not only from what it did before.
    pub(super) fn is_firm(&self) -> bool {
        !matches!(self.why, Why::Answered(_))
    }

    /// A sentence.
    pub(super) fn says(&self, task: TaskId, picture: &Picture, names: &Names) -> String {
        let (name, what, others) = (names.name(task), &self.what, names.list(&self.tasks));
        let has = if self.tasks.len() == 1 { "has" } else { "have" };
        match self.why {
            Why::Held => held(task, what, &self.tasks, picture, names),
            Why::Behind => format!(
                "{name} waits for read access to the {what}, behind {others}, which asked to write first."
            ),
            Why::End => format!("{name} waits for {}.", names.on(what)),
            Why::Receive => format!("{name} waits for {what}, from which {others} {has} received."),
            Why::Answered(n) => {
                let did = if what.starts_with("a message ") {
                    "sent"
                } else {
                    "answered"
                };
                let times = match n {
                    1 => "once".to_owned(),
                    n => format!("{} times", super::count(n)),
                };
                format!("{name} waits for {what}, which {others} {has} {did} {times} before.")
            }
        }
    }
}

/// The task that waits for a resource, and the tasks that have it.
fn held(task: TaskId, what: &str, holders: &[TaskId], picture: &Picture, names: &Names) -> String {
    let (name, others) = (names.name(task), names.list(holders));
    let taken = taken(what, holders, picture);
    match picture.tasks[&task].mode.as_deref() {
        Some(mode) => {
            let has = if holders.len() == 1 { "has" } else { "have" };
            let access = access(what, holders, picture);
            format!("{name} waits for {mode} access to the {what}; {others} {has} {access}{taken}.")
        }
        None if what.starts_with(RESULT) => format!("{name} waits for the {what}."),
        None => format!("{name} waits for the {what}, held by {others}{taken}."),
    }
}

/// "read access to the RwLock of main.rs:5", "the Mutex of main.rs:6": what these tasks have.
pub(super) fn access(what: &str, holders: &[TaskId], picture: &Picture) -> String {
    let has = holders.iter().find_map(|id| has(picture, *id, what));
    has.map_or(format!("the {what}"), |has| has.says())
}

/// ", taken at bank.rs:20", if that is known.
pub(super) fn taken(what: &str, holders: &[TaskId], picture: &Picture) -> String {
    let places = holders
        .iter()
        .filter_map(|id| has(picture, *id, what)?.at.as_deref());
    let places: BTreeSet<_> = places.map(file_of).collect();
    let places: Vec<_> = places.into_iter().take(3).collect();
    match places.is_empty() {
        true => String::new(),
        false => format!(", taken at {}", places.join(", ")),
    }
}

fn has<'a>(picture: &'a Picture, task: TaskId, what: &str) -> Option<&'a Has> {
    let task = picture.tasks.get(&task)?;
    task.has.iter().find(|has| has.what == what)
}

/// Each task that waits without a timer, and for whom: for one of several at once, if it waits for several things.
pub(super) fn edges(picture: &Picture, answers: &Answers<'_>) -> BTreeMap<TaskId, Vec<Edge>> {
    let timed: BTreeSet<_> = picture.timers.values().filter_map(|(of, _)| *of).collect();
    let tasks = picture.unended().filter(|(id, _)| !timed.contains(id));
    let by_name = by_name(picture);
    let edges = tasks.filter_map(|(id, task)| {
        let State::Waiting { on, .. } = &task.state else {
            return None;
        };
        let on = on.as_deref().filter(|on| *on != UNSEEN);
        let edges: Vec<_> = match &task.asks {
            Some(what) => vec![asked(id, what, picture)],
            None => {
                let parts = parts(on.unwrap_or_default());
                parts
                    .filter_map(|part| told(id, part, picture, answers, &by_name))
                    .collect()
            }
        };
        Some((id, edges))
    });
    edges.collect()
}

/// The tasks that have not ended, by their names; none, if several have the name.
fn by_name(picture: &Picture) -> BTreeMap<&str, Option<TaskId>> {
    let mut all = BTreeMap::new();
    for (id, task) in &picture.tasks {
        let one = all.entry(task.name.as_str()).and_modify(|one| *one = None);
        one.or_insert(Some(*id));
    }
    all
}

/// A task asks for a resource.
fn asked(id: TaskId, what: &str, picture: &Picture) -> Edge {
    let writers = writers_first(id, what, picture);
    let (why, tasks) = match writers.is_empty() {
        true => (Why::Held, holders(picture, what)),
        false => (Why::Behind, writers),
    };
    let what = what.to_owned();
    Edge { what, why, tasks }
}

/// The tasks behind which a reader waits, although only readers have the lock.
pub(super) fn writers_first(reader: TaskId, what: &str, picture: &Picture) -> Vec<TaskId> {
    let is = |mode: &Option<String>, other| mode.as_deref() == Some(other);
    let reads = |id: &TaskId| has(picture, *id, what).is_some_and(|has| is(&has.mode, "read"));
    let task = &picture.tasks[&reader];
    if !is(&task.mode, "read") || !holders(picture, what).iter().all(reads) {
        return Vec::new();
    }
    let before = |other: &Task| other.asks.as_deref() == Some(what) && other.asked < task.asked;
    let writers = picture
        .unended()
        .filter(|(_, t)| is(&t.mode, "write") && before(t));
    writers.map(|(id, _)| id).collect()
}

/// A task waits for something that nobody has: for another's end, or for what others have done before.
fn told(
    id: TaskId,
    what: &str,
    picture: &Picture,
    answers: &Answers<'_>,
    by_name: &BTreeMap<&str, Option<TaskId>>,
) -> Option<Edge> {
    let others = |tasks: Vec<TaskId>| -> Vec<TaskId> {
        let others = tasks
            .into_iter()
            .filter(|task| *task != id && !picture.has_ended(*task));
        others.collect()
    };
    let of = what
        .strip_prefix("the end of ")
        .and_then(|name| by_name.get(name).copied()?);
    let channel = what.strip_prefix("room in the ");
    let receivers =
        channel.map(|channel| answers.waiters(&format!("a message from the {channel}")));
    let (why, tasks) = match (of, receivers) {
        (Some(task), _) => (Why::End, vec![task]),
        (None, Some(receivers)) => (Why::Receive, others(receivers)),
        (None, None) => {
            let by = answers.to(what);
            let tasks = others(by.keys().copied().collect());
            let times = tasks.iter().map(|task| by[task]).sum();
            (Why::Answered(times), tasks)
        }
    };
    let what = what.to_owned();
    (!tasks.is_empty()).then_some(Edge { what, why, tasks })
}

/// Each task that holds a resource, or has taken from a pool, and has not ended; once.
pub(super) fn holders(picture: &Picture, what: &str) -> Vec<TaskId> {
    let mut holders = picture.holders.get(what).cloned().unwrap_or_default();
    if let Some(pool) = picture.queues.get(what).filter(|queue| queue.is_pool()) {
        holders.extend(pool.takers().map(|(task, _)| task));
    }
    holders.retain(|task| !picture.has_ended(*task)); // `lost` tells of those
    holders.sort_unstable();
    holders.dedup();
    holders
}
