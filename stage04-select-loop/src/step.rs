//! A task's way from its start to its end: woken, stepped, completed.

use crate::{
    EventLoop, NewTask, TaskId, Unanswered, World,
    answer::Answer::{Granted, Waits},
    catch_panic,
    task::Wait,
};
use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result,
};
use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};
use tracing::{debug, trace};

impl<W: World> EventLoop<W> {
    /// Gives a task its id, and queues its first step.
    pub(crate) fn start(&mut self, new: NewTask) {
        let id = self.next;
        self.next.number += 1;
        new.id.set(Some(id));
        let task = self.tasks.entry(id).or_insert_with(|| new.into());
        self.ready.push_back(id);
        debug!(target: "event_loop", task = id.number, name = task.name, "spawn");
    }

    // ANCHOR: step
    /// A step of a task: resumes it, and answers its request, until it has to wait or ends. A request that is refused is
    /// an error, which is thrown into the task.
    fn step(&mut self, id: TaskId) {
        while let Some(task) = self.tasks.get_mut(&id) {
            let thrown = matches!(task.answer, Some(Err(_)));
            trace!(target: "event_loop", task = id.number, thrown, "step");
            let answer = task.answer.take().unwrap_or(Ok(()));
            let request = match task.routine.resume(answer) {
                Yielded(request) => request,
                Complete(result) => return self.complete(id, result),
            };
            trace!(target: "event_loop", task = id.number, ?request, "request");
            let answer = self.answer(id, request);
            let Some(task) = self.tasks.get_mut(&id) else {
                return;
            };
            match answer {
                Ok(Granted) => task.answer = Some(Ok(())),
                Ok(Waits(wait)) => return task.wait = wait,
                Err(refused) => task.answer = Some(Err(refused)),
            }
        }
    }
    // ANCHOR_END: step

    // ANCHOR: wake
    /// Ends a task's wait: queues its next step, which resumes it with `answer`. Returns the wait, unless the task has ended.
    pub(crate) fn wake(&mut self, id: TaskId, answer: Result) -> Option<Wait> {
        let task = self.tasks.get_mut(&id)?;
        task.answer = Some(answer);
        let waited = mem::replace(&mut task.wait, Wait::Step);
        if !matches!(waited, Wait::Step) {
            self.ready.push_back(id);
        }
        Some(waited)
    }
    // ANCHOR_END: wake

    /// Wakes the tasks whose wait has ended.
    pub(crate) fn wake_all(&mut self) {
        while let Some(id) = self.woken.pop_front() {
            if let Some(waited) = self.wake(id, Ok(())) {
                trace!(target: "event_loop", task = id.number, %waited, "wake");
            }
        }
    }

    // ANCHOR: complete
    /// Removes a task that has ended, and wakes the tasks that wait for its end.
    fn complete(&mut self, id: TaskId, result: Result) {
        let (ended, ok) = (self.tasks.remove(&id), result.is_ok());
        let joiners = ended.iter().flat_map(|task| &task.joiners);
        self.woken.extend(joiners);
        let _ = catch_panic(|| drop((ended, result))); // the result, too, if it has no handle
        debug!(target: "event_loop", task = id.number, ok, "complete");
        self.wake_all();
    }
    // ANCHOR_END: complete

    /// The step of the first task in the queue. A panic that leaves it comes from an observer or the world. The task is not at fault,
    /// so it keeps its place in the queue.
    pub(crate) fn step_next(&mut self) {
        let Some(id) = self.ready.pop_front() else {
            return;
        };
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| self.step(id))) else {
            return;
        };
        if let Some(task) = self.tasks.get_mut(&id)
            && matches!(task.wait, Wait::Step)
            && !self.ready.contains(&id)
        {
            task.answer.get_or_insert_with(|| Err(Unanswered.into()));
            self.ready.push_back(id);
        }
        resume_unwind(panic)
    }
}
