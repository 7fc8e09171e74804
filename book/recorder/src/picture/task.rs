//! What is known of one task.

use crate::event::TaskId;

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

impl Task {
    pub(super) fn new(name: String, at: Option<String>, now: u64) -> Task {
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

    pub(super) fn gave(&mut self, what: &str) {
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

    pub(super) fn poll(&mut self, now: u64) {
        self.go(State::Running, now);
        (self.begun, self.again) = (now, false);
    }

    pub(super) fn end(&mut self, how: &str, now: u64) {
        if self.state == State::Running {
            self.step_ends(now);
        }
        self.asks = None;
        self.go(State::Ended(how.to_owned()), now);
    }

    pub(super) fn pause(&mut self, on: &Option<String>, at: &Option<String>, now: u64) {
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

    pub(super) fn wake(&mut self, by: Waking, itself: bool, now: u64) {
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
