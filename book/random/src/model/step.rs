//! The steps of a task.

use super::{
    Cancelling, Machine,
    task::{Child, Frame, Limit, Wait},
};
use crate::{Event, Step};

impl<'p> Machine<'p> {
    /// Takes steps until the task must wait. True if it has taken all.
    pub(super) fn advance(&mut self, task: usize) -> bool {
        loop {
            if let Some(wait) = self.tasks[task].wait {
                let Some(what) = self.is_over(task, wait) else {
                    return false;
                };
                self.tasks[task].wait = None;
                self.log(task, what);
            }
            let frames = &mut self.tasks[task].frames;
            let depth = frames.len() - 1;
            let frame = &mut frames[depth];
            if let Some((step, rest)) = frame.rest.split_first() {
                frame.rest = rest;
                self.begin(task, step);
            } else if depth == 0 {
                return true;
            } else {
                let limited = frame.limit.is_some();
                self.drop_frames(task, depth);
                if limited {
                    self.log(task, Event::limited(true));
                }
            }
        }
    }

    /// True if the task is in steps that a cancel ends, the innermost first. Then it goes on behind them.
    pub(super) fn catches(&mut self, task: usize) -> bool {
        let frames = &self.tasks[task].frames;
        let Some(depth) = frames.iter().rposition(|frame| frame.catches) else {
            return false;
        };
        self.drop_frames(task, depth);
        self.log(task, "was stopped");
        true
    }

    /// Takes a step, or begins to wait.
    fn begin(&mut self, task: usize, step: &'p Step) {
        let wait = match *step {
            Step::Sleep(ms) => Some(Wait::Sleep(self.set_timer(task, ms))),
            Step::Yield => Some(Wait::Yield(false)),
            Step::Tell => Some(Wait::Tell),
            Step::Hear(place) => {
                let child = self.tasks[task].child(place);
                child.map(|child| Wait::Hear(place, child.task))
            }
            Step::Join(place) => self.begin_join(task, place),
            Step::Cancel(place) => {
                if let Some(&mut Child { task: child, .. }) = self.tasks[task].child(place) {
                    self.cancel(child);
                }
                None
            }
            Step::Spawn(ref body) => {
                let child = self.spawn(body, true);
                let has_handle = true;
                self.tasks[task].children.push(Child {
                    task: child,
                    has_handle,
                });
                None
            }
            Step::Within(ms, ref rest) => {
                let limit = Some(Limit { ms, timer: None });
                let frame = Frame {
                    limit,
                    ..Frame::new(rest)
                };
                self.tasks[task].frames.push(frame);
                None
            }
            Step::Catch(ref rest) => {
                let catches = true;
                let frame = Frame {
                    catches,
                    ..Frame::new(rest)
                };
                self.tasks[task].frames.push(frame);
                None
            }
        };
        self.tasks[task].wait = wait;
    }

    fn begin_join(&mut self, task: usize, place: usize) -> Option<Wait> {
        let child = self.tasks[task].child(place)?;
        child.has_handle = false;
        let child = child.task;
        self.close(child);
        Some(Wait::Join(place, child))
    }

    /// Returns what the task has done, if the wait is over. If not, the end of the wait wakes the task.
    fn is_over(&mut self, task: usize, wait: Wait) -> Option<String> {
        match wait {
            Wait::Sleep(timer) => (timer.0 <= self.now).then(|| "has slept".into()),
            Wait::Yield(true) => Some("has yielded".into()),
            Wait::Yield(false) => {
                self.tasks[task].wait = Some(Wait::Yield(true));
                self.wake(task);
                None
            }
            Wait::Join(place, child) => {
                self.tasks[child].joiner = Some(task);
                let returned = self.tasks[child].returned?;
                Some(Event::joined(place, returned))
            }
            Wait::Hear(place, child) => self.hears(task, place, child),
            Wait::Tell => self.tells(task),
        }
    }

    fn hears(&mut self, task: usize, place: usize, child: usize) -> Option<String> {
        let channel = &mut self.tasks[child];
        channel.hearer = None;
        if std::mem::take(&mut channel.message) {
            let teller = std::mem::take(&mut channel.tells);
            self.wake_if(teller.then_some(child));
            return Some(Event::heard(place, true));
        }
        if channel.returned.is_none() {
            channel.hearer = Some(task);
            return None;
        }
        Some(Event::heard(place, false))
    }

    fn tells(&mut self, task: usize) -> Option<String> {
        let channel = &mut self.tasks[task];
        channel.tells = channel.heard && channel.message;
        if channel.tells {
            return None;
        }
        let heard = channel.heard;
        channel.message = heard;
        let hearer = channel.hearer.take();
        self.wake_if(hearer);
        Some(Event::told(heard).into())
    }

    /// True if the time of a limit is over, the innermost first. Then the task goes on behind it.
    pub(super) fn is_too_late(&mut self, task: usize) -> bool {
        for depth in (1..self.tasks[task].frames.len()).rev() {
            let limit = self.tasks[task].frames[depth].limit.as_ref();
            let Some(&Limit { ms, timer }) = limit else {
                continue;
            };
            let timer = timer.unwrap_or_else(|| self.set_timer(task, ms));
            if timer.0 <= self.now {
                self.drop_frames(task, depth);
                self.log(task, Event::limited(false));
                return true;
            }
            let timer = Some(timer);
            self.tasks[task].frames[depth].limit = Some(Limit { ms, timer });
        }
        false
    }

    /// Drops what the task waits for, and its steps from this depth on.
    pub(super) fn drop_frames(&mut self, task: usize, depth: usize) {
        match self.tasks[task].wait.take() {
            Some(Wait::Sleep(timer)) => {
                self.timers.remove(&timer);
            }
            Some(Wait::Hear(_, child)) => self.tasks[child].hearer = None,
            Some(Wait::Join(_, child)) if self.cancelling != Cancelling::WhenPolled => {
                self.tasks[child].joiner = None;
            }
            _ => self.tasks[task].tells = false,
        }
        for frame in self.tasks[task].frames.drain(depth..) {
            if let Some(timer) = frame.limit.and_then(|limit| limit.timer) {
                self.timers.remove(&timer);
            }
        }
    }
}
