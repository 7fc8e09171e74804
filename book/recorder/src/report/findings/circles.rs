//! Tasks that wait for each other.

use super::{Finding, LONG};
use crate::{
    event::TaskId,
    picture::{Picture, Task},
    report::{
        Names, RESULT,
        answers::Answers,
        waits::{Edge, access, edges, holders, taken, writers_first},
    },
};
use std::collections::{BTreeMap, BTreeSet};

type Waits = BTreeMap<TaskId, Vec<Edge>>;

/// The tasks that wait only for such tasks: none of them can go on.
fn stuck(picture: &Picture, answers: &Answers<'_>) -> Waits {
    let mut stuck = edges(picture, answers);
    loop {
        let all: BTreeSet<_> = stuck.keys().copied().collect();
        stuck.retain(|_, edges| {
            let waits =
                |edge: &Edge| !edge.tasks.is_empty() && edge.tasks.iter().all(|t| all.contains(t));
            !edges.is_empty() && edges.iter().all(waits)
        });
        if stuck.len() == all.len() {
            return stuck;
        }
    }
}

/// The tasks that a task waits for, directly or through others, in the order in which they are met.
fn reach(stuck: &Waits, from: TaskId) -> Vec<TaskId> {
    let others = |task| {
        stuck[&task]
            .iter()
            .flat_map(|edge| edge.tasks.iter().copied())
    };
    let (mut reached, mut seen) = (Vec::new(), BTreeSet::new());
    let mut next: Vec<_> = others(from).collect();
    next.reverse();
    while let Some(task) = next.pop() {
        if seen.insert(task) {
            reached.push(task);
            let more: Vec<_> = others(task).collect();
            next.extend(more.iter().rev());
        }
    }
    reached
}

/// Tasks that wait for each other, a finding a circle; and those that wait for a circle, with it.
pub(super) fn circles(picture: &Picture, answers: &Answers<'_>, names: &Names) -> Vec<Finding> {
    let stuck = stuck(picture, answers);
    let reached = stuck.keys().map(|task| (*task, reach(&stuck, *task)));
    let reached: BTreeMap<_, _> = reached.collect();
    let (inside, behind): (Vec<_>, Vec<_>) = stuck.keys().partition(|t| reached[t].contains(t));
    let (mut all, mut met) = (Vec::<Finding>::new(), BTreeSet::new());
    for task in inside {
        if met.contains(task) {
            continue;
        }
        let others = reached[task].iter().copied();
        let others = others.filter(|t| t != task && reached[t].contains(task));
        let circle: Vec<_> = [*task].into_iter().chain(others).collect();
        met.extend(circle.iter().copied());
        all.extend(told(circle, &stuck, picture, names));
    }
    for found in &mut all {
        let waits = |task: &&&TaskId| found.tasks.iter().any(|t| reached[*task].contains(t));
        let behind: Vec<_> = behind.iter().filter(waits).map(|task| **task).collect();
        if !behind.is_empty() {
            let line = format!("Behind them: {}.", names.list(&behind));
            found.lines.push(line);
        }
    }
    all
}

/// The finding, if what these tasks have is a part of the circle: two that only wait for messages of each other may be idle.
fn told(circle: Vec<TaskId>, stuck: &Waits, picture: &Picture, names: &Names) -> Option<Finding> {
    let edges = || circle.iter().flat_map(|task| &stuck[task]);
    if !edges().any(Edge::is_firm) {
        return None;
    }
    let says = match (circle.len(), edges().all(Edge::is_certain)) {
        (1, true) => "A task waits for what it holds itself:",
        (_, true) => "These tasks wait for each other, and none can go on:",
        (_, false) => "Probably a circle: these tasks wait for each other, and none can go on.",
    };
    let lines = circle.iter().flat_map(|task| {
        let says = |edge: &Edge| edge.says(*task, picture, names);
        stuck[task].iter().map(says)
    });
    Some(Finding {
        says: says.to_owned(),
        lines: lines.collect(),
        tasks: circle.clone(),
    })
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
        let (holding, waits) = (names.list(&holders), names.list(&waiting));
        let what_they_have = match picture.queues.contains_key(what) {
            true => format!("taken from the {what}"),
            false => access(what, &holders, picture) + &taken(what, &holders, picture),
        };
        found.push(Finding {
            says: format!("{holding} {has} {what_they_have}, and {waits} {wait} for it."),
            lines: readers_wait(what, &waiting, picture, names)
                .into_iter()
                .collect(),
            tasks: holders,
        });
    }
    found
}

/// A sentence, if readers wait although only readers have the lock.
fn readers_wait(
    what: &str,
    waiting: &[TaskId],
    picture: &Picture,
    names: &Names,
) -> Option<String> {
    let writers = waiting
        .iter()
        .map(|task| writers_first(*task, what, picture));
    let writers = writers.max_by_key(Vec::len).filter(|all| !all.is_empty())?;
    let writers = names.list(&writers);
    Some(format!(
        "{writers} asked to write first, so new readers wait."
    ))
}
