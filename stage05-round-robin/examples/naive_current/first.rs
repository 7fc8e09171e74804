//! Version 0: a loop with `add_task`, and a `current` that is set by `run`, as in the document.

use stage01::{Coroutine, CoroutineState::Yielded, Routine};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};

// ANCHOR: Loop
thread_local! {
    static CURRENT: RefCell<Option<Loop>> = const { RefCell::new(None) };
}

#[derive(Clone, Default)]
pub struct Loop(Rc<RefCell<VecDeque<Routine<()>>>>);

impl Loop {
    pub fn add_task(&self, task: Routine<()>) {
        self.0.borrow_mut().push_back(task);
    }

    pub fn current() -> Loop {
        CURRENT.with_borrow(|current| current.clone().expect("a loop runs"))
    }

    pub fn run(&self) {
        CURRENT.set(Some(self.clone()));
        while let Some(mut task) = self.0.borrow_mut().pop_front() {
            if let Yielded(()) = task.resume(Ok(())) {
                self.add_task(task);
            }
        }
    }
}
// ANCHOR_END: Loop
