//! What tasks took, and had not given back when they ended.

use super::Finding;
use crate::{
    event::{Event, TaskId, What},
    picture::{Picture, State, Task},
    report::{Names, count, time},
};
use std::collections::BTreeMap;

/// So many ways to end are told of each.
const MOST: usize = 4;

/// A finding for each lock, semaphore and pool that tasks took from and ended, if another waits for it or one was cancelled.
pub(super) fn lost(events: &[Event], picture: &Picture, names: &Names) -> Vec<Finding> {
    let held = picture.holders.keys().map(|what| (what, false));
    let pools = picture.queues.iter().filter(|(_, queue)| queue.is_pool());
    let all = held.chain(pools.map(|(what, _)| (what, true)));
    all.filter_map(|(what, pool)| resource(what, pool, events, picture, names))
        .collect()
}

fn resource(
    what: &str,
    pool: bool,
    events: &[Event],
    picture: &Picture,
    names: &Names,
) -> Option<Finding> {
    let mut ended: Vec<_> = match pool {
        true => picture.queues[what]
            .takers()
            .map(|(task, _)| task)
            .collect(),
        false => picture.holders[what].clone(),
    };
    ended.retain(|task| picture.has_ended(*task));
    ended.sort_unstable();
    ended.dedup();
    let asks = |task: &Task| task.asks.as_deref() == Some(what);
    let waiting = picture.unended().filter(|(_, task)| asks(task));
    let waiting: Vec<_> = waiting.map(|(id, _)| id).collect();
    let cancelled = |task: &TaskId| picture.tasks[task].dropped.is_some();
    if ended.is_empty() || waiting.is_empty() && !ended.iter().any(cancelled) {
        return None;
    }
    let who = match ended.len() {
        1 => names.name(ended[0]),
        n => format!("{} tasks", count(n)),
    };
    let took = match pool {
        true => format!("took from the {what}, and ended without putting back"),
        false => format!("took the {what}, and ended without giving it back"),
    };
    let empty = if pool { "it is empty, and " } else { "" };
    let wait = match waiting.len() {
        0 => String::new(),
        1 => format!("; {empty}{} waits for it", names.list(&waiting)),
        _ => format!("; {empty}{} wait for it", names.list(&waiting)),
    };
    let mut tasks = waiting;
    tasks.extend(ended.iter().take(MOST));
    Some(Finding {
        says: format!("{who} {took}{wait}."),
        lines: taken(what, &ended, picture)
            .into_iter()
            .chain(ways(&ended, events, picture, names))
            .collect(),
        tasks,
    })
}

/// The line at which all of these tasks took from a pool.
fn taken(what: &str, ended: &[TaskId], picture: &Picture) -> Option<String> {
    let queue = picture.queues.get(what)?;
    let mut all = ended
        .iter()
        .map(|id| queue.tasks.get(&Some(*id))?.at.clone());
    let first = all.next()??;
    all.all(|at| at.as_ref() == Some(&first))
        .then(|| format!("Taken at {first}."))
}

/// In which ways these tasks ended, and which did.
fn ways(ended: &[TaskId], events: &[Event], picture: &Picture, names: &Names) -> Vec<String> {
    let mut by = BTreeMap::<TaskId, &str>::new();
    for event in events {
        if let What::Note {
            task: Some(task),
            say,
        } = &event.what
            && let Some(by_whom) = say.strip_prefix("is cancelled by")
        {
            by.insert(*task, by_whom);
        }
    }
    let mut ways = BTreeMap::<String, Vec<TaskId>>::new();
    for id in ended {
        let task = &picture.tasks[id];
        let way = match (&task.dropped, &task.state) {
            (Some((_, wait)), _) => {
                let by = by.get(id).map_or(String::new(), |by| format!(" by{by}"));
                format!("cancelled{by} while it waited at {wait}")
            }
            (None, State::Ended(how)) => how.clone(),
            (None, _) => continue,
        };
        ways.entry(way).or_default().push(*id);
    }
    let line = |(way, tasks): (String, Vec<TaskId>)| {
        let first = time(picture.tasks[&tasks[0]].since);
        match tasks.len() {
            1 => format!("{}: {way}, at {first}.", names.list(&tasks)),
            n => format!(
                "{}: each {way}, the first of {} at {first}.",
                names.list(&tasks),
                count(n)
            ),
        }
    };
    ways.into_iter().take(MOST).map(line).collect()
}
