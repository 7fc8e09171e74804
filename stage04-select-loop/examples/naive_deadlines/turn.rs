//! A loop that has timers and nothing else, and a clock that the program sets.

use crate::{TimerId, Version};
use stage01::println;
use std::{collections::HashMap, time::Duration};

// ANCHOR: Loop
/// A loop with timers and nothing else.
pub(crate) struct Loop {
    pub(crate) timers: Box<dyn Version>,
    /// The time since the start. The program sets it.
    now: Duration,
    /// What is printed when a timer fires.
    names: HashMap<TimerId, String>,
    /// How often `select` returned, and how often no timer fired then.
    turns: u32,
    idle: u32,
}

impl Loop {
    /// What a task's `sleep` asks for.
    pub(crate) fn sleep(&mut self, length: Duration, name: &str) -> TimerId {
        let deadline = self.timers.deadline(self.now, length);
        let id = self.timers.add(deadline);
        self.names.insert(id, name.into());
        id
    }

    /// One turn: `select` waits until the earliest deadline, or until `event`; then the loop looks for a timer that is due.
    pub(crate) fn turn(&mut self, event: Option<Duration>) {
        let Some(until) = self.timers.next().into_iter().chain(event).min() else {
            return;
        };
        self.now = self.now.max(until); // `select` returns
        self.turns += 1;
        match self.timers.pop_due(self.now) {
            Some(id) => println!("{:>3} ms: {}", self.now.as_millis(), self.names[&id]),
            None => self.idle += 1,
        }
    }
}
// ANCHOR_END: Loop

impl Loop {
    pub(crate) fn new(timers: Box<dyn Version>) -> Self {
        Loop {
            timers,
            now: Duration::ZERO,
            names: HashMap::new(),
            turns: 0,
            idle: 0,
        }
    }

    /// Turns until no timer is left.
    pub(crate) fn run(&mut self) {
        while self.timers.next().is_some() {
            self.turn(None);
        }
    }

    /// Says how often the loop woke up.
    pub(crate) fn count(&self) {
        println!("turns: {}, for no timer: {}", self.turns, self.idle);
    }
}
