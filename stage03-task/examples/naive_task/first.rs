//! Version 0: the task that most of us would write first.

use super::Text;
use stage01::{Coroutine, CoroutineState::Yielded, Routine};
use stage02::{EventLoop, Future};
use std::{cell::RefCell, rc::Rc};

// ANCHOR: Task
pub type Body = Routine<Future<Text>>;

#[derive(Clone)]
pub struct Task(Rc<RefCell<Body>>);

impl Task {
    pub fn spawn(event_loop: &EventLoop, body: Body) -> Task {
        let task = Task(Rc::new(RefCell::new(body)));
        let first = task.clone();
        event_loop.call_soon(move |_| first.step());
        task
    }

    fn step(&self) {
        let state = self.0.borrow_mut().resume(Ok(()));
        if let Yielded(future) = state {
            let task = self.clone();
            future.add_done_callback(move |_| task.step());
        }
    }
}
// ANCHOR_END: Task
