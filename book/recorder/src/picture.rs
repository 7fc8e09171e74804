//! The state of a run after its first events: which tasks are queued, which one runs, and what the others wait for.

mod queue;
mod task;

pub use queue::{Queue, Uses};
pub use task::{Has, State, Task, Waking};

use crate::event::{Event, TaskId, What};
use std::collections::BTreeMap;

/// What every task, timer, lock and queue of a run is doing at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// All tasks that were spawned, by number.
    pub tasks: BTreeMap<TaskId, Task>,
    /// The timers that are set: number, the task, when it is due.
    pub timers: BTreeMap<u64, (Option<TaskId>, u64)>,
    /// The tasks that hold a resource, by its name; as often as they hold it.
    pub holders: BTreeMap<String, Vec<TaskId>>,
    /// The queues that were used, by name.
    pub queues: BTreeMap<String, Queue>,
    /// True while the loop sleeps.
    pub idle: bool,
    /// The time of the last event.
    pub now: u64,
    /// How many times a task has asked for something.
    asked: u64,
}

impl Picture {
    /// The state after all of `events`.
    pub fn after<'a>(events: impl IntoIterator<Item = &'a Event>) -> Picture {
        let mut picture = Picture::default();
        for event in events {
            picture.apply(event);
        }
        picture
    }

    /// One event more.
    pub fn apply(&mut self, event: &Event) {
        let now = event.t;
        self.now = self.now.max(now);
        match &event.what {
            What::Spawn { task, name, at, .. } => {
                self.tasks
                    .insert(*task, Task::new(name.clone(), at.clone(), now));
            }
            What::Poll { task } => self.task(*task, now).poll(now),
            What::Pause { task, on, at } => self.task(*task, now).pause(on, at, now),
            What::Wake { task, by, from, .. } => {
                let known = matches!(from.as_deref(), Some("timer" | "socket"));
                let itself = !known && by.is_none_or(|by| by == *task);
                let by = by.map(Waking::Task);
                let other = || Waking::Other(from.clone().unwrap_or("something unknown".into()));
                let by = by.unwrap_or_else(other);
                self.task(*task, now).wake(by, itself, now);
            }
            What::End { task, how } => self.task(*task, now).end(how, now),
            What::Timer { task, id, due } => _ = self.timers.insert(*id, (*task, *due)),
            What::Fired { id } | What::Untimer { id } => _ = self.timers.remove(id),
            What::Idle { .. } => self.idle = true,
            What::Busy => self.idle = false,
            What::Wait { task, what, mode } => {
                self.asked += 1;
                let asked = self.asked;
                let task = self.task(*task, now);
                (task.asks, task.mode) = (Some(what.clone()), mode.clone());
                task.asked = asked;
            }
            What::Got {
                task,
                what,
                mode,
                at,
            } => {
                let has = Has {
                    what: what.clone(),
                    mode: mode.clone(),
                    at: at.clone(),
                };
                let of = self.task(*task, now);
                of.asks.take_if(|asks| asks == what); // a task that another begins to await has got its result
                of.has.push(has);
                self.holders.entry(what.clone()).or_default().push(*task);
            }
            What::Gave { task, what } => {
                let holders = self.holders.entry(what.clone()).or_default();
                // A permit may be given back by another task than the one that got it.
                let holder = holders.iter().position(|holder| holder == task);
                if !holders.is_empty() {
                    let holder = holders.remove(holder.unwrap_or(0));
                    self.task(holder, now).gave(what);
                }
            }
            What::Took { task, what, .. } => {
                let task = self.task(*task, now);
                (task.asks, task.dropped) = (None, None);
                self.queue(what).apply(&event.what);
            }
            What::Put { what, .. } => self.queue(what).apply(&event.what),
            What::Drop { task, what, at } => {
                let task = self.task(*task, now);
                task.asks = None;
                task.dropped = Some((now, at.as_ref().unwrap_or(what).clone()));
            }
            What::Note { .. } | What::Alive | What::Stopped { .. } => {}
        }
    }

    /// The tasks that have not ended.
    pub fn unended(&self) -> impl Iterator<Item = (TaskId, &Task)> {
        let all = self.tasks.iter().map(|(id, task)| (*id, task));
        all.filter(|(_, task)| !matches!(task.state, State::Ended(_)))
    }

    /// True if this task has ended.
    pub fn has_ended(&self, task: TaskId) -> bool {
        let task = self.tasks.get(&task);
        task.is_some_and(|task| matches!(task.state, State::Ended(_)))
    }

    /// The name of a task.
    pub fn name(&self, task: TaskId) -> String {
        let known = self.tasks.get(&task);
        known.map_or(format!("task {task}"), |task| task.name.clone())
    }

    fn queue(&mut self, name: &str) -> &mut Queue {
        self.queues.entry(name.to_owned()).or_default()
    }

    /// A task whose spawn was not recorded begins to exist with its first event.
    fn task(&mut self, task: TaskId, now: u64) -> &mut Task {
        let new = || Task::new(format!("task {task}"), None, now);
        self.tasks.entry(task).or_insert_with(new)
    }
}
