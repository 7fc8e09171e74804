//! Version 1: nothing is borrowed while a task runs.

use stage01::{Coroutine, CoroutineState::Yielded, Result, Routine, Yielder, co};
use stage05::until;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

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
        CURRENT.set(Some(self.clone()));
        while let Some(mut task) = self.pop() {
            if let Yielded(()) = task.resume(Ok(())) {
                self.add_task(task);
            }
        }
    }
}
// ANCHOR_END: Loop

// ANCHOR: gather
/// The document's version: each task counts down at its end.
pub async fn gather(y: Yielder<()>, tasks: Vec<Routine<()>>) -> Result {
    let left = Rc::new(Cell::new(tasks.len()));
    for task in tasks {
        let left = left.clone();
        Loop::current().add_task(Box::new(co(async move |y| {
            y.yield_from(task).await?;
            left.set(left.get() - 1);
            Ok(())
        })));
    }
    y.yield_from(until(|| (left.get() == 0).then_some(())))
        .await
}
// ANCHOR_END: gather
