//! What looks wrong in a trace.

mod chains;
mod circles;
mod lost;
mod silence;

use super::{Finding, Names, answers::Answers, count, time};
use crate::{
    event::{Event, TaskId, What},
    picture::{Picture, State, Task},
};
use std::collections::BTreeMap;

/// A step from this length on is said to block the loop: 100 ms.
const LONG: u64 = 100_000;
/// From so many steps in a row on, a task that never waits is said to be busy.
const RESTLESS: u64 = 1000;
/// From so many on, tasks of one line that have not ended are said to pile up.
const MANY: usize = 100;

pub(super) fn of(events: &[Event], picture: &Picture, names: &Names) -> Vec<Finding> {
    let mut all = Vec::new();
    let answers = Answers::of(events);
    all.extend(circles::circles(picture, &answers, names));
    let stuck: Vec<_> = all.iter().flat_map(|f: &Finding| f.tasks.clone()).collect();
    all.extend(lost::lost(events, picture, names));
    all.extend(circles::held(picture, names, &stuck));
    all.extend(chains::chains(picture, names, &stuck));
    all.extend(unended_step(events, picture, names));
    all.extend(long_steps(events, picture, names));
    all.extend(restless(picture, names));
    all.extend(growing_queue(events));
    all.extend(piles(picture, names));
    all.extend(failures(picture, names));
    if !all.iter().any(|found: &Finding| found.tasks.len() > 1) {
        all.extend(silence::silence(picture, names));
    }
    all
}

/// The recording ends in the middle of a long step.
fn unended_step(events: &[Event], picture: &Picture, names: &Names) -> Vec<Finding> {
    let ran = |task: &Task| picture.now - task.since;
    let running = picture.unended();
    let long = running.filter(|(_, task)| task.state == State::Running && ran(task) >= LONG);
    let found = long.map(|(id, task)| {
        let (name, ran) = (names.name(id), time(ran(task)));
        let says = format!("A step of {name} has run for {ran}, and has not ended.");
        blocking(says, id, events)
    });
    found.collect()
}

fn long_steps(events: &[Event], picture: &Picture, names: &Names) -> Vec<Finding> {
    let mut long: Vec<_> = picture
        .tasks
        .iter()
        .filter(|(_, task)| task.longest.0 >= LONG)
        .collect();
    long.sort_by_key(|(id, task)| (std::cmp::Reverse(task.longest.0), **id));
    let found = long.iter().take(5).map(|(id, task)| {
        let (ran, begun) = task.longest;
        let (name, ran, begun) = (names.name(**id), time(ran), time(begun));
        let says = format!("A step of {name} blocked its thread for {ran}, from {begun} on.");
        blocking(says, **id, events)
    });
    found.collect()
}

/// A step that blocks, with the lines at which looprec saw it do so.
fn blocking(says: String, task: TaskId, events: &[Event]) -> Finding {
    let place = |what: &What| match what {
        What::Note { task: of, say } if *of == Some(task) => {
            let (_, place) = say
                .split_once("has blocked the loop for ")?
                .1
                .split_once(", at ")?;
            Some(format!("It was seen at {place}."))
        }
        _ => None,
    };
    let mut lines: Vec<_> = (events.iter())
        .filter_map(|event| place(&event.what))
        .collect();
    lines.dedup();
    lines.truncate(3);
    Finding {
        lines,
        ..finding(says, task)
    }
}

fn restless(picture: &Picture, names: &Names) -> Vec<Finding> {
    let unended = picture.unended();
    let busy = unended.filter(|(_, task)| task.restless >= RESTLESS);
    let found = busy.map(|(id, task)| {
        let (name, steps) = (names.name(id), count(task.restless as usize));
        let says = format!(
            "{name} is woken and polled without end: {steps} steps in a row, and no wait that is known."
        );
        finding(says, id)
    });
    found.collect()
}

/// The least length of the run queue in each quarter of the run: if it rises, the program takes on more than it does.
fn growing_queue(events: &[Event]) -> Option<Finding> {
    let quarter = (events.len() / 4).max(1);
    let mut picture = Picture::default();
    let (mut queued, mut least) = (0usize, Vec::new());
    for events in events.chunks(quarter).take(4) {
        let mut shortest = usize::MAX;
        for event in events {
            let of = event.what.task();
            let is_queued = |picture: &Picture| {
                let task = of.and_then(|id| picture.tasks.get(&id));
                task.is_some_and(|task| task.state == State::Queued)
            };
            let before = is_queued(&picture);
            picture.apply(event);
            queued += usize::from(is_queued(&picture));
            queued -= usize::from(before);
            shortest = shortest.min(queued);
        }
        least.push(shortest);
    }
    let rises = least.len() == 4 && least.is_sorted_by(|a, b| a < b) && least[3] >= 10;
    rises.then(|| Finding {
        says: format!(
            "The run queue only grows: {} tasks are in it at the end.",
            count(queued)
        ),
        lines: Vec::new(),
        tasks: Vec::new(),
    })
}

/// Many tasks of one line that have not ended.
fn piles(picture: &Picture, names: &Names) -> Vec<Finding> {
    let mut lines = BTreeMap::<&str, Vec<TaskId>>::new();
    for (id, task) in picture.unended() {
        lines
            .entry(task.at.as_deref().unwrap_or_default())
            .or_default()
            .push(id);
    }
    lines.retain(|at, tasks| !at.is_empty() && tasks.len() >= MANY);
    let found = lines.into_iter().map(|(at, tasks)| Finding {
        says: format!(
            "{} tasks that {at} spawned have not ended.",
            count(tasks.len())
        ),
        lines: vec![format!("They are {}.", names.list(&tasks))],
        tasks: Vec::new(),
    });
    found.collect()
}

/// The tasks that failed.
fn failures(picture: &Picture, names: &Names) -> Vec<Finding> {
    let failed = picture
        .tasks
        .iter()
        .filter_map(|(id, task)| match &task.state {
            State::Ended(how) if how.starts_with("panicked") || how.starts_with("raised") => {
                Some((*id, how))
            }
            _ => None,
        });
    let found = failed
        .take(10)
        .map(|(id, how)| finding(format!("{} {how}.", names.name(id)), id));
    found.collect()
}

fn finding(says: String, task: TaskId) -> Finding {
    Finding {
        says,
        lines: Vec::new(),
        tasks: vec![task],
    }
}
