//! What the tasks are called.

use super::count;
use crate::{
    event::TaskId,
    picture::{Picture, Task, Waking},
};
use std::collections::HashMap;

/// The names of the tasks. Those that have the same name have their numbers, too; and the first of a function is "worker 1" if the
/// recording has a "worker 2". It could not know that there would be one.
#[derive(Debug)]
pub(crate) struct Names {
    names: HashMap<TaskId, String>,
    /// By the recorded name.
    firsts: HashMap<String, String>,
}

impl Names {
    pub(crate) fn of(picture: &Picture) -> Names {
        let mut times = HashMap::<&str, usize>::new();
        for task in picture.tasks.values() {
            *times.entry(&task.name).or_default() += 1;
        }
        let first = |name: &str| {
            let has = |name: &str| times.contains_key(name);
            let numbers = [(" 2", " 1"), (" (number 2)", " (number 1)")];
            let second = numbers.iter().find(|(two, _)| has(&format!("{name}{two}")));
            Some((name.to_owned(), format!("{name}{}", second?.1)))
        };
        let unique = times.iter().filter(|(_, times)| **times == 1);
        let firsts: HashMap<_, _> = unique.filter_map(|(name, _)| first(name)).collect();
        let name = |id, task: &Task| match times[task.name.as_str()] {
            1 => firsts.get(&task.name).unwrap_or(&task.name).clone(),
            _ => format!("{} #{id}", task.name),
        };
        let all = picture.tasks.iter();
        let names = all.map(|(id, task)| (*id, name(*id, task))).collect();
        Names { names, firsts }
    }

    /// What a task waits for: "the end of worker 1".
    pub(crate) fn on(&self, on: &str) -> String {
        let end = "the end of ";
        let first = on.strip_prefix(end).and_then(|name| self.firsts.get(name));
        first.map_or(on.to_owned(), |name| format!("{end}{name}"))
    }

    pub(crate) fn name(&self, task: TaskId) -> String {
        let known = self.names.get(&task);
        known.map_or(format!("task {task}"), Clone::clone)
    }

    /// "a, b and c"; of many only the first.
    pub(crate) fn list(&self, tasks: &[TaskId]) -> String {
        let mut names: Vec<_> = tasks.iter().take(4).map(|id| self.name(*id)).collect();
        if tasks.len() > 4 {
            names.truncate(3);
            names.push(format!("{} others", count(tasks.len() - 3)));
        }
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => "no task".to_owned(),
        }
    }

    pub(super) fn waking(&self, by: &Waking) -> String {
        match by {
            Waking::Task(task) => self.name(*task),
            Waking::Other(words) => words.clone(),
        }
    }
}
