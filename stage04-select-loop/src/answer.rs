//! The loop's answer to each request.

use crate::{
    Cancelled, EventLoop, JoinedItself, OtherLoop, Request, Source, TaskId, World,
    task::{Direction, Wait},
};
use stage01::Result;
use std::time::Duration;
use tracing::trace;

/// The answer to a request that is not refused.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It is done: the task goes on at once.
    Granted,
    /// The task has to wait for this.
    Waits(Wait),
}
use Answer::{Granted, Waits};

impl<W: World> EventLoop<W> {
    // ANCHOR: answer
    /// Answers a request of a task in its step. An error means that the request is refused.
    pub(crate) fn answer(&mut self, id: TaskId, request: Request) -> Result<Answer> {
        match request {
            Request::Read(source) => self.watch(id, source, Direction::Read),
            Request::Write(source) => self.watch(id, source, Direction::Write),
            Request::Sleep(time) => Ok(self.timer(id, self.world.now().saturating_add(time))),
            Request::SleepUntil(deadline) => Ok(self.timer(id, deadline)),
            Request::Now(slot) => {
                slot.set(Some(self.world.now()));
                Ok(Granted)
            }
            Request::Spawn(new) => {
                self.start(new);
                Ok(Granted)
            }
            Request::Join(task) => self.join(id, task),
            Request::Cancel(task) => self.cancel(id, task),
            Request::YieldNow => {
                self.ready.push_back(id);
                Ok(Waits(Wait::Step))
            }
        }
    }
    // ANCHOR_END: answer

    fn watch(&mut self, id: TaskId, source: Source, direction: Direction) -> Result<Answer> {
        self.watched.add(&mut self.world, &source, direction, id)?;
        Ok(Waits(Wait::Source(source, direction)))
    }

    fn timer(&mut self, id: TaskId, deadline: Duration) -> Answer {
        trace!(target: "event_loop", task = id.number, ?deadline, "timer"); // before it is one: an observer may panic
        Waits(Wait::Timer(self.timers.add(deadline, id)))
    }

    // ANCHOR: join
    /// Waits for the end of a task. A task of this loop that is not in `tasks` has ended.
    fn join(&mut self, id: TaskId, other: TaskId) -> Result<Answer> {
        if other == id {
            return Err(JoinedItself.into());
        }
        if other.of_loop != id.of_loop {
            return Err(OtherLoop.into());
        }
        match self.tasks.get_mut(&other) {
            Some(running) => {
                running.joiners.push(id);
                Ok(Waits(Wait::Task(other)))
            }
            None => Ok(Granted),
        }
    }
    // ANCHOR_END: join

    // ANCHOR: cancel
    /// Throws into a task, and removes it from the place where it waited.
    fn cancel(&mut self, id: TaskId, other: TaskId) -> Result<Answer> {
        if other == id {
            return Err(Cancelled.into());
        }
        if other.of_loop != id.of_loop {
            return Err(OtherLoop.into());
        }
        let Some(waited) = self.wake(other, Err(Cancelled.into())) else {
            return Ok(Granted); // it has ended
        };
        match &waited {
            Wait::Step => {}
            Wait::Timer(timer) => self.timers.cancel(*timer),
            Wait::Source(source, direction) => {
                let world = &mut self.world;
                self.watched.remove(world, source, *direction, other);
            }
            Wait::Task(joined) => {
                if let Some(joined) = self.tasks.get_mut(joined) {
                    joined.joiners.retain(|joiner| *joiner != other);
                }
            }
        }
        trace!(target: "event_loop", task = other.number, %waited, "wake");
        Ok(Granted)
    }
    // ANCHOR_END: cancel
}
