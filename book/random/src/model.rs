//! The model: a queue of tasks that are ready, a sorted list of timers, and nothing else.
//!
//! Tasks take their steps in the order in which they were woken. Timers wake in the order of their deadlines, and equal ones in the
//! order in which they were set. Time passes only when no task is ready.

mod step;
mod task;

use crate::{Body, Event, Program};
use std::collections::{BTreeMap, VecDeque};
use task::Task;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// All events, in order.
    pub events: Vec<Event>,
    /// How often a task was polled.
    pub polls: usize,
}

/// A deadline, and the number of the timer.
type Timer = (u64, u64);

/// The tasks of a program that runs. A task's index is the order of its start.
struct Machine<'p> {
    now: u64,
    ready: VecDeque<usize>,
    timers: BTreeMap<Timer, usize>,
    timers_set: u64,
    cancelling: Cancelling,
    tasks: Vec<Task<'p>>,
    ran: Ran,
}

/// When a task that is cancelled ends: where the loops differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelling {
    /// At once.
    AtOnce,
    /// When it would be polled next. It is woken. So is a task that no longer joins it: that one has left its waker behind.
    WhenPolled,
    /// It is woken, and ends then, unless it catches that.
    Thrown,
}

/// Runs a program to its end.
pub fn model(program: &Program, cancelling: Cancelling) -> Ran {
    let mut machine = Machine {
        now: 0,
        ready: VecDeque::new(),
        timers: BTreeMap::new(),
        timers_set: 0,
        cancelling,
        tasks: Vec::new(),
        ran: Ran {
            events: Vec::new(),
            polls: 0,
        },
    };
    for body in &program.0 {
        machine.spawn(body, false);
    }
    machine.run();
    machine.ran
}

impl<'p> Machine<'p> {
    fn run(&mut self) {
        loop {
            while let Some(task) = self.ready.pop_front() {
                self.tasks[task].queued = false;
                if self.tasks[task].returned.is_none() {
                    self.ran.polls += 1;
                    self.poll(task);
                }
            }
            let Some((&(deadline, _), _)) = self.timers.first_key_value() else {
                return;
            };
            self.now = deadline;
            while let Some(timer) = self.timers.first_entry()
                && timer.key().0 == deadline
            {
                let task = timer.remove();
                self.wake(task);
            }
        }
    }

    fn spawn(&mut self, body: &'p Body, heard: bool) -> usize {
        self.tasks.push(Task::new(body, heard));
        self.wake(self.tasks.len() - 1);
        self.tasks.len() - 1
    }

    /// Two wakes before a poll are one.
    fn wake(&mut self, task: usize) {
        let woken = &mut self.tasks[task];
        if woken.returned.is_none() && !woken.queued {
            woken.queued = true;
            self.ready.push_back(task);
        }
    }

    fn wake_if(&mut self, task: Option<usize>) {
        task.into_iter().for_each(|task| self.wake(task));
    }

    fn set_timer(&mut self, task: usize, ms: u64) -> Timer {
        let timer = (self.now + ms, self.timers_set);
        self.timers_set += 1;
        self.timers.insert(timer, task);
        timer
    }

    fn log(&mut self, task: usize, what: impl Into<String>) {
        let event = Event::new(self.now, self.tasks[task].number, what);
        self.ran.events.push(event);
    }

    fn poll(&mut self, task: usize) {
        if std::mem::take(&mut self.tasks[task].cancelled) && !self.catches(task) {
            return self.end(task, false);
        }
        loop {
            if self.advance(task) {
                self.log(task, "ends");
                return self.end(task, true);
            }
            if !self.is_too_late(task) {
                return;
            }
        }
    }

    fn cancel(&mut self, task: usize) {
        match self.cancelling {
            Cancelling::AtOnce if self.tasks[task].returned.is_none() => self.end(task, false),
            _ => {
                self.tasks[task].cancelled = true;
                self.wake(task);
            }
        }
    }

    /// Drops all that the task has, its sender first, and then tells the task that joins it.
    fn end(&mut self, task: usize, returned: bool) {
        self.drop_frames(task, 0);
        let hearer = self.tasks[task].hearer.take();
        self.wake_if(hearer);
        for child in std::mem::take(&mut self.tasks[task].children) {
            self.close(child.task);
        }
        self.tasks[task].returned = Some(returned);
        let joiner = self.tasks[task].joiner.take();
        self.wake_if(joiner);
    }

    /// The parent hears no more of this child.
    fn close(&mut self, child: usize) {
        self.tasks[child].heard = false;
        let teller = std::mem::take(&mut self.tasks[child].tells);
        self.wake_if(teller.then_some(child));
    }
}
