//! Version 2: `run` restores what was current before.

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

    fn pop(&self) -> Option<Routine<()>> {
        self.0.borrow_mut().pop_front()
    }

    pub fn run(&self) {
        let before = CURRENT.replace(Some(self.clone()));
        while let Some(mut task) = self.pop() {
            if let Yielded(()) = task.resume(Ok(())) {
                self.add_task(task);
            }
        }
        CURRENT.set(before);
    }
}
// ANCHOR_END: Loop
