//! Cancel, version 1: resumes the coroutine with an error, at once.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage02::{EventLoop, Future};
use stage03::{Cancelled, Wait};
use std::{cell::RefCell, rc::Rc};

#[derive(Clone)]
pub struct Task(Rc<Shared>);

struct Shared {
    body: RefCell<Option<Routine<Wait>>>,
    future: Future,
}

impl Task {
    pub fn spawn(event_loop: &EventLoop, body: Routine<Wait>) -> Task {
        let body = RefCell::new(Some(body));
        let future = Future::new(event_loop);
        let task = Task(Rc::new(Shared { body, future }));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step(Ok(())));
        task
    }

    pub fn future(&self) -> Future {
        self.0.future.clone()
    }

    // ANCHOR: cancel
    pub fn cancel(&self) {
        self.step(Err(Cancelled.into()));
    }
    // ANCHOR_END: cancel

    // ANCHOR: step
    fn step(&self, sent: Result) {
        let Some(mut body) = self.0.body.take() else {
            return; // it is running, or it has ended
        };
        match body.resume(sent) {
            Yielded(wait) => {
                *self.0.body.borrow_mut() = Some(body);
                let task = self.clone();
                wait.wake_when_done(Box::new(move || task.step(Ok(()))));
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
