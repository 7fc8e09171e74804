//! Who waits for what others have.

use super::{Finding, LONG};
use crate::{
    event::TaskId,
    picture::{Picture, State, Task},
    report::{Names, RESULT},
};
use std::collections::{BTreeMap, BTreeSet};

/// The tasks that wait for what only such tasks hold: none of them can go on.
fn stuck(picture: &Picture) -> BTreeMap<TaskId, &str> {
    let timed: BTreeSet<_> = picture.timers.values().filter_map(|(of, _)| *of).collect();
    let waits =
        |id, task: &Task| matches!(task.state, State::Waiting { .. }) && !timed.contains(&id);
    let waiting = picture.unended().filter(|(id, task)| waits(*id, task));
    let mut stuck: BTreeMap<_, _> = waiting
        .filter_map(|(id, task)| Some((id, task.asks.as_deref()?)))
        .collect();
    loop {
        let before = stuck.len();
        let all: BTreeSet<_> = stuck.keys().copied().collect();
        stuck.retain(|_, what| {
            let holders = holders(picture, what);
            !holders.is_empty() && holders.iter().all(|holder| all.contains(holder))
        });
        if stuck.len() == before {
            return stuck;
        }
    }
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

/// Tasks that wait for each other, a finding a circle; and those that wait for a circle, with it.
pub(super) fn circles(picture: &Picture, names: &Names) -> Vec<Finding> {
    let stuck = stuck(picture);
    let reach = |from: TaskId| {
        let (mut reached, mut next) = (BTreeSet::new(), holders(picture, stuck[&from]));
        while let Some(task) = next.pop() {
            if reached.insert(task) {
                next.extend(holders(picture, stuck[&task]));
            }
        }
        reached
    };
    let reached: BTreeMap<_, _> = stuck.keys().map(|task| (*task, reach(*task))).collect();
    let (inside, behind): (Vec<_>, Vec<_>) = stuck.keys().partition(|t| reached[t].contains(t));
    let mut all = Vec::<Finding>::new();
    for task in inside {
        if all.iter().any(|found| found.tasks.contains(task)) {
            continue;
        }
        let circle = reached[task].iter().copied();
        let circle: Vec<_> = circle.filter(|t| reached[t].contains(task)).collect();
        let says = match circle.len() {
            1 => "A task waits for what it holds itself:",
            _ => "These tasks wait for each other, and none can go on:",
        };
        let line = |task: &TaskId| {
            let what = stuck[task];
            let holders = names.list(&holders(picture, what));
            format!(
                "{} waits for the {what}, held by {holders}.",
                names.name(*task)
            )
        };
        all.push(Finding {
            says: says.to_owned(),
            lines: circle.iter().map(line).collect(),
            tasks: circle,
        });
    }
    for found in &mut all {
        let waits = |task: &&&TaskId| found.tasks.iter().any(|t| reached[*task].contains(t));
        let behind: Vec<_> = behind.iter().filter(waits).map(|task| **task).collect();
        if !behind.is_empty() {
            found
                .lines
                .push(format!("Behind them: {}.", names.list(&behind)));
        }
    }
    all
}

/// What is held while others have waited for it for long, but for what is in a circle.
pub(super) fn held(picture: &Picture, names: &Names, stuck: &[TaskId]) -> Vec<Finding> {
    let mut found = Vec::new();
    for what in picture.holders.keys().chain(picture.queues.keys()) {
        let long = |task: &Task| picture.now - task.since >= LONG;
        let asks = |task: &Task| task.asks.as_deref() == Some(what);
        let waiting = picture
            .unended()
            .filter(|(_, task)| asks(task) && long(task));
        let waiting: Vec<_> = waiting.map(|(id, _)| id).collect();
        let holders = holders(picture, what);
        if what.starts_with(RESULT)
            || waiting.is_empty()
            || holders.is_empty()
            || holders.iter().any(|t| stuck.contains(t))
        {
            continue;
        }
        let (has, wait) = match (holders.len(), waiting.len()) {
            (1, 1) => ("has", "waits"),
            (1, _) => ("has", "wait"),
            (_, 1) => ("have", "waits"),
            _ => ("have", "wait"),
        };
        let taken = if picture.queues.contains_key(what) {
            " taken from"
        } else {
            ""
        };
        let (holding, waiting) = (names.list(&holders), names.list(&waiting));
        found.push(Finding {
            says: format!("{holding} {has}{taken} the {what}, and {waiting} {wait} for it."),
            lines: Vec::new(),
            tasks: holders,
        });
    }
    found
}
