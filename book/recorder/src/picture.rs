//! The state of a run after its first events: who is queued, who runs, who waits for what.

mod queue;

pub use queue::{Queue, Uses};

use crate::event::{Event, TaskId, What};
use std::collections::BTreeMap;

/// Who is where, at one moment of a trace.
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

/// What is known of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// `file:line` of the call that spawned it.
    pub at: Option<String>,
    /// Where it is.
    pub state: State,
    /// Since when.
    pub since: u64,
    /// The last wake: when, and by what.
    pub woken: Option<(u64, Waking)>,
    /// The wakes.
    pub wakes: u64,
    /// The steps that ended.
    pub steps: u64,
    /// Steps in a row, up to the last, after which the task did not wait for anything that is known: it was woken during the step; or,
    /// when it was not recorded what it waits for, by itself or by no task, timer or socket.
    pub restless: u64,
    /// The longest step: how long, and when it began.
    pub longest: (u64, u64),
    /// What it asked for and did not get.
    pub asks: Option<String>,
    /// "read" or "write", if it asks for one of these.
    pub mode: Option<String>,
    /// Of two tasks that ask, the one with the lower number asked first.
    pub asked: u64,
    /// What it has got and not given back.
    pub has: Vec<Has>,
    /// The last wait that was dropped since it took anything from a queue: when, and `file:line` of the await or else what it waited for.
    pub dropped: Option<(u64, String)>,
    /// When the last step began.
    begun: u64,
    /// True if it was woken during this step.
    again: bool,
    /// [`restless`](Task::restless) before it began to wait.
    before: u64,
}

/// A lock, a permit, a place in a queue that a task has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Has {
    /// The resource.
    pub what: String,
    /// "read" or "write", if it has one of these.
    pub mode: Option<String>,
    /// `file:line` of the call that took it.
    pub at: Option<String>,
}

/// Where a task is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// In the run queue.
    Queued,
    /// In a step.
    Running,
    /// It waits.
    Waiting {
        /// For what, in words.
        on: Option<String>,
        /// `file:line` of the await.
        at: Option<String>,
    },
    /// It has ended, in this way.
    Ended(String),
}

/// What woke a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waking {
    /// A task.
    Task(TaskId),
    /// Something else, in words.
    Other(String),
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
            What::Poll { task } => {
                let task = self.task(*task, now);
                task.go(State::Running, now);
                (task.begun, task.again) = (now, false);
            }
            What::Pause { task, on, at } => self.task(*task, now).pause(on, at, now),
            What::Wake { task, by, from, .. } => {
                let known = matches!(from.as_deref(), Some("timer" | "socket"));
                let itself = !known && by.is_none_or(|by| by == *task);
                let by = by.map(Waking::Task);
                let other = || Waking::Other(from.clone().unwrap_or("something unknown".into()));
                let by = by.unwrap_or_else(other);
                self.task(*task, now).wake(by, itself, now);
            }
            What::End { task, how } => {
                let ended = self.task(*task, now);
                if ended.state == State::Running {
                    ended.step_ends(now);
                }
                ended.asks = None;
                ended.go(State::Ended(how.clone()), now);
            }
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

impl Task {
    fn new(name: String, at: Option<String>, now: u64) -> Task {
        Task {
            name,
            at,
            state: State::Queued,
            since: now,
            woken: None,
            wakes: 0,
            steps: 0,
            restless: 0,
            longest: (0, now),
            asks: None,
            mode: None,
            asked: 0,
            has: Vec::new(),
            dropped: None,
            begun: now,
            again: false,
            before: 0,
        }
    }

    fn go(&mut self, state: State, now: u64) {
        (self.state, self.since) = (state, now);
    }

    fn gave(&mut self, what: &str) {
        if let Some(n) = self.has.iter().position(|has| has.what == what) {
            self.has.remove(n);
        }
    }

    fn step_ends(&mut self, now: u64) {
        self.steps += 1;
        let step = (now.saturating_sub(self.begun), self.begun);
        if step.0 > self.longest.0 {
            self.longest = step;
        }
    }

    fn pause(&mut self, on: &Option<String>, at: &Option<String>, now: u64) {
        if self.state == State::Running {
            self.step_ends(now);
        }
        let state = match self.again {
            true => State::Queued,
            false => State::Waiting {
                on: on.clone(),
                at: at.clone(),
            },
        };
        self.before = self.restless;
        self.restless = if self.again { self.restless + 1 } else { 0 };
        self.go(state, now);
    }

    fn wake(&mut self, by: Waking, itself: bool, now: u64) {
        if matches!(self.state, State::Ended(_)) {
            return;
        }
        let idle = matches!(self.state, State::Waiting { on: None, .. });
        if itself && idle {
            self.restless = self.before + 1;
        }
        self.woken = Some((now, by));
        self.wakes += 1;
        match self.state {
            State::Running => self.again = true,
            _ => self.go(State::Queued, now),
        }
    }
}
