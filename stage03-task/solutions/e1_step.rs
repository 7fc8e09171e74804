//! Exercise s3e1: `step`.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Routine,
};
use stage02::{EventLoop, Future};
use stage03::Wait;
use std::{cell::RefCell, rc::Rc};

/// Carries a coroutine from its first line to its last. Clones are the same task.
#[derive(Clone)]
struct MyTask<T>(Rc<Shared<T>>);

struct Shared<T> {
    /// The coroutine. `None` while it runs, and after its end.
    body: RefCell<Option<Routine<Wait, T>>>,
    /// Set when the coroutine has ended.
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

    // ANCHOR: step
    fn step(&self) {
        let Some(mut body) = self.0.body.take() else {
            return; // it is running, or it has ended
        };
        match body.resume(Ok(())) {
            Yielded(wait) => {
                *self.0.body.borrow_mut() = Some(body);
                let task = self.clone();
                wait.wake_when_done(Box::new(move || task.step()));
            }
            Complete(result) => {
                drop(body);
                let _ = match result {
                    Ok(value) => self.0.future.set_result(value),
                    Err(error) => self.0.future.set_exception(error),
                };
            }
        }
    }
    // ANCHOR_END: step
}

#[path = "../exercises/tests/e1_step.rs"]
mod tests;
