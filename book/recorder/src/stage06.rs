//! The loop of `stage06`, recorded:
//!
//! ```
//! stage06::events::observe(Some(recorder::stage06::tell));
//! stage06::Runtime::new()?.block_on(async { /* … */ });
//! stage06::events::observe(None);
//! # std::io::Result::Ok(())
//! ```

use crate::{
    event::{TaskId, What},
    sink,
};
use stage06::{events::Event, snapshot::snapshot};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

#[derive(Default)]
struct Run {
    tasks: BTreeMap<u64, TaskId>,
    /// A task that was added and, as the loop tells it, not queued yet.
    added: Option<u64>,
    /// The task that is polled, and what it waits for so far.
    polled: Option<TaskId>,
    waits: Vec<String>,
    /// What the loop does, if no task is polled.
    doing: &'static str,
    timers: BTreeSet<u64>,
}

thread_local! {
    static RUN: RefCell<Run> = RefCell::default();
}

/// Records an event of the loop, if something records: an observer for `stage06::events::observe`. A task is named after its number;
/// the first, which stands for the future of `block_on`, is `block_on`.
pub fn tell(event: Event) {
    let told = RUN.with_borrow_mut(|run| run.tell(event));
    told.into_iter().for_each(sink::emit);
}

impl Run {
    fn tell(&mut self, event: Event) -> Vec<What> {
        match event {
            Event::Spawn(number) => {
                self.tasks.insert(number, sink::next_id());
                self.added = Some(number);
            }
            Event::Wake(number) if self.added == Some(number) => {
                self.added = None;
                return vec![self.spawn(number)];
            }
            Event::Wake(number) => return vec![self.wake(number)],
            Event::Poll(number) => {
                let task = self.task(number);
                self.polled = Some(task);
                self.waits.clear();
                return vec![What::Poll { task }];
            }
            Event::Pending(number) => {
                self.polled = None;
                let on = (!self.waits.is_empty()).then(|| self.waits.join("; "));
                let task = self.task(number);
                return vec![What::Pause { task, on, at: None }];
            }
            Event::Complete(number) => {
                self.polled = None;
                let (task, how) = (self.task(number), "done".to_owned());
                return vec![What::End { task, how }];
            }
            Event::Select(_) => {
                self.doing = "socket";
                return vec![What::Busy];
            }
            Event::Expire => return self.expire(),
            Event::Timer(id) => return vec![self.timer(id)],
            Event::Cancel(id) => {
                self.timers.remove(&id);
                return vec![What::Untimer { id }];
            }
            Event::Wait(token) => self.waits.push(format!("socket {token}")),
            Event::Turn => self.doing = "the loop",
            Event::WakeAgain(_) | Event::Root | Event::Register(_) | Event::Deregister(_) => {}
        }
        Vec::new()
    }

    /// A task that was there before the observer gets its number when it is first met.
    fn task(&mut self, number: u64) -> TaskId {
        *self.tasks.entry(number).or_insert_with(sink::next_id)
    }

    fn spawn(&mut self, number: u64) -> What {
        let name = match number {
            0 => "block_on".to_owned(),
            number => format!("task {number}"),
        };
        let (task, by) = (self.task(number), self.polled);
        What::Spawn {
            task,
            name,
            at: None,
            by,
        }
    }

    fn wake(&mut self, number: u64) -> What {
        let from = self.polled.is_none().then(|| self.doing.to_owned());
        let (task, by) = (self.task(number), self.polled);
        What::Wake {
            task,
            by,
            from,
            at: None,
        }
    }

    fn timer(&mut self, id: u64) -> What {
        self.timers.insert(id);
        self.waits.push("a timer".to_owned());
        let timers = snapshot().map(|s| s.timers).unwrap_or_default();
        let at = timers.iter().find(|(_, timer)| *timer == id);
        let left = at.map(|(at, _)| at.saturating_duration_since(Instant::now()));
        let left = left.unwrap_or_default().as_micros();
        let due = sink::in_future(u64::try_from(left).unwrap_or(u64::MAX));
        let task = self.polled;
        What::Timer { task, id, due }
    }

    /// The timers that are gone have fired.
    fn expire(&mut self) -> Vec<What> {
        self.doing = "timer";
        let left = snapshot().map(|s| s.timers).unwrap_or_default();
        let left: BTreeSet<_> = left.iter().map(|(_, id)| *id).collect();
        let fired: Vec<_> = self.timers.difference(&left).copied().collect();
        self.timers = left;
        fired.into_iter().map(|id| What::Fired { id }).collect()
    }
}
