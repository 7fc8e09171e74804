//! How a task is polled, and how it ends.

use std::sync::Arc;
use std::task::{Context, Poll};

use super::{Body, World};
use crate::caught::caught;
use crate::step::Line;

impl World {
    /// Polls a task.
    pub(super) fn poll(&self, task: usize, how: &str) -> Result<(), String> {
        let name = self.name(task);
        self.0.wakes.remove(task);
        let Some(mut future) = self.0.tasks.borrow_mut()[task].future.take() else {
            return Ok(());
        };
        let waker = self.0.wakes.waker(task);
        self.0.waits_at.take();
        let before = self.0.chooser.steps();
        let poll = caught(|| {
            let mut cx = Context::from_waker(&waker);
            self.0.polled.set(Some(task));
            future.as_mut().poll(&mut cx)
        });
        self.0.polled.set(None);
        let how = if self.0.chooser.steps() == before {
            how
        } else {
            "goes on"
        };
        let (end, result) = match poll {
            Ok(Poll::Pending) => {
                let line = self.0.waits_at.take();
                let end = format!("waits{}", place(&line));
                self.wait(task, future, line);
                (end, Ok(()))
            }
            Ok(Poll::Ready(())) => {
                self.end(task);
                ("ends".into(), caught(|| drop(future)))
            }
            Err(panic) => {
                self.end(task);
                let dropped = caught(|| drop(future));
                let panicked = Err(format!("{name} panicked: {panic}"));
                ("panics".into(), dropped.and(panicked))
            }
        };
        let line = self.0.tasks.borrow()[task].waits_at.clone();
        self.tell(&name, self.sentence(&name, how, &end), line);
        result
    }

    /// Puts a task back that waits.
    fn wait(&self, task: usize, future: Body, line: Option<Arc<Line>>) {
        let mut tasks = self.0.tasks.borrow_mut();
        let slot = &mut tasks[task];
        (slot.future, slot.waits_at) = (Some(future), line);
        slot.since = self.0.chooser.steps() + 1;
    }

    fn end(&self, task: usize) {
        self.0.wakes.remove(task);
        self.0.tasks.borrow_mut()[task].ended = true;
    }

    /// Drops a task.
    pub(super) fn cancel(&self, task: usize, how: &str) {
        let future = self.0.tasks.borrow_mut()[task].future.take();
        if let Some(future) = future {
            self.end(task);
            drop(future);
            let name = self.name(task);
            self.tell(&name, self.sentence(&name, how, ""), None);
        }
    }

    /// Says what was done, which tasks were woken by it, and how it ended.
    pub(super) fn sentence(&self, who: &str, how: &str, end: &str) -> String {
        let woken = self.woken(who).map(|names| format!("wakes {names}"));
        let parts = [how.into(), woken.unwrap_or_default(), end.into()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match &parts[..] {
            [] => format!("{who}."),
            [before @ .., last] if !before.is_empty() => {
                format!("{who} {} and {last}.", before.join(", "))
            }
            only => format!("{who} {}.", only.join("")),
        }
    }

    /// Returns the names of the tasks that were woken since the last step.
    pub(super) fn woken(&self, by: &str) -> Option<String> {
        let mut woken = self.0.wakes.take_woken();
        woken.dedup();
        let tasks = self.0.tasks.borrow();
        let alive = woken.into_iter().filter(|task| !tasks[*task].ended);
        let name = |task: usize| match &*tasks[task].name {
            name if name == by => "itself",
            name => name,
        };
        let names: Vec<_> = alive.map(name).collect();
        Some(names.join(" and ")).filter(|names| !names.is_empty())
    }
}

/// Returns where a task waits, as a part of a sentence.
pub(super) fn place(line: &Option<Arc<Line>>) -> String {
    line.as_ref()
        .map_or(String::new(), |line| format!(" at `{}`", line.text))
}
