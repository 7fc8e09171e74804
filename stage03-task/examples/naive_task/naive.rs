//! Version 1: waits for futures of any type.

use stage01::{Coroutine, CoroutineState::Yielded, Routine};
use stage02::EventLoop;
use stage03::Wait;
use std::{cell::RefCell, rc::Rc};

// ANCHOR: Task
pub type Body = Routine<Wait>;

#[derive(Clone)]
pub struct Task(Rc<RefCell<Body>>);

impl Task {
    pub fn spawn(event_loop: &EventLoop, body: Body) -> Task {
        let task = Task(Rc::new(RefCell::new(body)));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step());
        task
    }

    pub fn step(&self) {
        let state = self.0.borrow_mut().resume(Ok(()));
        if let Yielded(wait) = state {
            let task = self.clone();
            wait.wake_when_done(Box::new(move || task.step()));
        }
    }
}
// ANCHOR_END: Task
