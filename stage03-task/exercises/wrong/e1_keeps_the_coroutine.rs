//! Rejected with: the coroutine has ended: what it held must be freed

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Routine,
};
use stage02::{EventLoop, Future};
use stage03::Wait;
use std::{cell::RefCell, rc::Rc};

/// A coroutine that is being carried to its end. Clones are the same task.
#[derive(Clone)]
struct MyTask<T>(Rc<Shared<T>>);

struct Shared<T> {
    body: RefCell<Option<Routine<Wait, T>>>,
    future: Future<T>,
}

impl<T: Clone + 'static> MyTask<T> {
    fn spawn(event_loop: &EventLoop, body: Routine<Wait, T>) -> Self {
        let task = MyTask(Rc::new(Shared {
            body: RefCell::new(Some(body)),
            future: Future::new(event_loop),
        }));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step());
        task
    }

    fn step(&self) {
        let Some(mut body) = self.0.body.take() else {
            return;
        };
        match body.resume(Ok(())) {
            Yielded(wait) => {
                *self.0.body.borrow_mut() = Some(body);
                let task = self.clone();
                wait.wake_when_done(Box::new(move || task.step()));
            }
            Complete(result) => {
                *self.0.body.borrow_mut() = Some(body);
                let _ = match result {
                    Ok(value) => self.0.future.set_result(value),
                    Err(error) => self.0.future.set_exception(error),
                };
            }
        }
    }
}

#[path = "../tests/e1_step.rs"]
mod tests;
