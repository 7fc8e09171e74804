//! Who has ended waits before: a task that waits for an answer does not say who gives it, but the wakes of earlier waits do.

use crate::event::{Event, TaskId, What};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Of ten wakes, at most one may have come from outside of recorded tasks: else more than these tasks can answer.
const OUTSIDE: usize = 10;

/// The tasks that have woken those that waited for something.
#[derive(Debug, Default)]
pub(super) struct Answers<'a> {
    /// By what was waited for, then by the task; `None` is what is no task.
    woken: BTreeMap<&'a str, BTreeMap<Option<TaskId>, usize>>,
    /// The tasks that have waited for it.
    waited: BTreeMap<&'a str, BTreeSet<TaskId>>,
}

impl<'a> Answers<'a> {
    pub(super) fn of(events: &'a [Event]) -> Answers<'a> {
        let mut all = Answers::default();
        let mut waits = HashMap::<TaskId, &str>::new();
        for event in events {
            match &event.what {
                What::Pause { task, on, .. } => {
                    let on = on.as_deref().unwrap_or_default();
                    waits.insert(*task, on);
                    all.note_wait(*task, on);
                }
                What::Poll { task } => _ = waits.remove(task),
                What::Wake { task, by, from, .. } if from.as_deref() != Some("timer") => {
                    let on = waits.remove(task).unwrap_or_default();
                    all.note_wake(on, by.filter(|by| by != task));
                }
                _ => {}
            }
        }
        all
    }

    fn note_wait(&mut self, task: TaskId, on: &'a str) {
        for what in names(on) {
            self.waited.entry(what).or_default().insert(task);
        }
    }

    fn note_wake(&mut self, on: &'a str, by: Option<TaskId>) {
        for what in names(on) {
            *self.woken.entry(what).or_default().entry(by).or_default() += 1;
        }
    }

    /// How many waits for `what` each task has ended; or, if it is new, for another that was made at the same line.
    pub(super) fn to(&self, what: &str) -> BTreeMap<TaskId, usize> {
        let known = self.woken.get(what).or_else(|| self.woken.get(line(what)));
        let Some(known) = known else {
            return BTreeMap::new();
        };
        let outside = known.get(&None).copied().unwrap_or_default();
        if outside * OUTSIDE > known.values().sum() {
            return BTreeMap::new();
        }
        let tasks = known.iter().filter_map(|(by, n)| Some(((*by)?, *n)));
        tasks.collect()
    }

    /// The tasks that have waited for exactly this.
    pub(super) fn waiters(&self, what: &str) -> Vec<TaskId> {
        let known = self.waited.get(what).into_iter().flatten();
        known.copied().collect()
    }
}

/// What a task waits for, if it waits for several things at once.
pub(super) fn parts(on: &str) -> impl Iterator<Item = &str> {
    let is_timer = |part: &str| part.starts_with("sleep ") || part.starts_with("timeout ");
    let parts = on.split("; ");
    parts.filter(move |part| !part.is_empty() && !is_timer(part))
}

/// The parts, and the line of each.
fn names(on: &str) -> impl Iterator<Item = &str> {
    parts(on).flat_map(|part| {
        let line = Some(line(part)).filter(|line| *line != part);
        [part].into_iter().chain(line)
    })
}

/// The name without its number: of all that one line has made.
fn line(what: &str) -> &str {
    what.split_once(" (number ").map_or(what, |(line, _)| line)
}
