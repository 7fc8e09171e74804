//! Cancel, version 2: queues a step that throws. Steps are numbered, and a stale one does nothing.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage02::{EventLoop, Future};
use stage03::{Cancelled, Wait};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

#[derive(Clone)]
pub struct Task(Rc<Shared>);

struct Shared {
    body: RefCell<Option<Routine<Wait>>>,
    /// The number of steps that have begun.
    steps: Cell<u64>,
    event_loop: EventLoop,
    future: Future,
}

impl Task {
    pub fn spawn(event_loop: &EventLoop, body: Routine<Wait>) -> Task {
        let body = RefCell::new(Some(body));
        let future = Future::new(event_loop);
        let task = Task(Rc::new(Shared {
            body,
            steps: Cell::new(0),
            event_loop: event_loop.clone(),
            future,
        }));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step(0, Ok(())));
        task
    }

    pub fn future(&self) -> Future {
        self.0.future.clone()
    }

    // ANCHOR: cancel
    pub fn cancel(&self) {
        let (task, number) = (self.clone(), self.0.steps.get());
        let throw = move |_: &EventLoop| task.step(number, Err(Cancelled.into()));
        self.0.event_loop.call_soon(throw);
    }
    // ANCHOR_END: cancel

    // ANCHOR: step
    fn step(&self, number: u64, sent: Result) {
        if number != self.0.steps.get() {
            return; // stale: that pause is over
        }
        let Some(mut body) = self.0.body.take() else {
            return; // it is running, or it has ended
        };
        self.0.steps.set(number + 1);
        match body.resume(sent) {
            Yielded(wait) => {
                *self.0.body.borrow_mut() = Some(body);
                let task = self.clone();
                wait.wake_when_done(Box::new(move || task.step(number + 1, Ok(()))));
            }
            Complete(result) => self.complete(body, result),
        }
    }
    // ANCHOR_END: step

    fn complete(&self, body: Routine<Wait>, result: Result) {
        drop(body);
        let _ = match result {
            Ok(value) => self.0.future.set_result(value),
            Err(error) => self.0.future.set_exception(error),
        };
    }
}
