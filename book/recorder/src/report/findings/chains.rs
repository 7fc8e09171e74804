//! Tasks that wait for the end of tasks that wait.

use super::{Finding, LONG, silence::only};
use crate::{
    event::TaskId,
    picture::{Picture, State, Task},
    report::{Names, RESULT, time, waits::holders},
};
use std::collections::BTreeSet;

/// So many are told.
const MOST: usize = 5;

/// For each task that waits for others, and for which none waits: the way to the one that waits for something else. None where that
/// one has a timer, or is in a circle.
pub(super) fn chains(picture: &Picture, names: &Names, circles: &[TaskId]) -> Vec<Finding> {
    let asked = picture.unended().filter_map(|(_, task)| awaits(task));
    let awaited: BTreeSet<_> = asked.flat_map(|what| holders(picture, what)).collect();
    let timed: BTreeSet<_> = picture.timers.values().filter_map(|(of, _)| *of).collect();
    let long = |task: &Task| picture.now - task.since >= LONG;
    let first = picture.unended().filter(|(id, task)| {
        awaits(task).is_some() && !awaited.contains(id) && !timed.contains(id) && long(task)
    });
    let found = first.filter_map(|(first, _)| {
        let mut chain = vec![first];
        while let Some(what) = awaits(&picture.tasks[chain.last()?]) {
            let next = holders(picture, what).into_iter();
            let next = next.min_by_key(|id| (picture.tasks[id].since, *id))?;
            if timed.contains(&next) || circles.contains(&next) || chain.contains(&next) {
                return None;
            }
            chain.push(next);
        }
        told(chain, picture, names)
    });
    found.take(MOST).collect()
}

/// The result that a task waits for.
fn awaits(task: &Task) -> Option<&str> {
    let asks = task.asks.as_deref();
    asks.filter(|what| what.starts_with(RESULT))
}

fn told(chain: Vec<TaskId>, picture: &Picture, names: &Names) -> Option<Finding> {
    let (last, before) = chain.split_last()?;
    let wait = |id: &TaskId| match &picture.tasks[id].state {
        State::Waiting { on: Some(on), at } => {
            let at = at.as_ref().map_or(String::new(), |at| format!(" ({at})"));
            Some(format!("{} waits for {on}{at}", names.name(*id)))
        }
        _ => None,
    };
    let mut links: Vec<_> = before.iter().map(wait).collect::<Option<_>>()?;
    let since = time(picture.tasks[last].since);
    links.push(format!("{}, since {since}", wait(last)?));
    Some(Finding {
        says: links.join("; ") + ".",
        lines: only(*last, picture, names).into_iter().collect(),
        tasks: chain,
    })
}
