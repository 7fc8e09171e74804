//! Version 1: a waker names its task, and pushes the name onto the run queue.

use crate::BoxFuture;
use std::{
    cell::RefCell,
    collections::VecDeque,
    sync::{Arc, Mutex},
    task::{Context, Wake, Waker},
};

// ANCHOR: TaskWaker
type RunQueue = Arc<Mutex<VecDeque<usize>>>;

struct TaskWaker {
    place: usize,
    queue: RunQueue,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.queue.lock().unwrap().push_back(self.place);
    }
}
// ANCHOR_END: TaskWaker

// ANCHOR: Executor
#[derive(Default)]
pub(crate) struct Executor {
    tasks: RefCell<Vec<Option<BoxFuture>>>,
    queue: RunQueue,
}

impl Executor {
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let mut tasks = self.tasks.borrow_mut();
        let free = tasks.iter().position(Option::is_none);
        let place = free.unwrap_or_else(|| {
            tasks.push(None);
            tasks.len() - 1
        });
        tasks[place] = Some(Box::pin(future));
        self.queue.lock().unwrap().push_back(place); // the first poll is a wake like any other
    }

    pub(crate) fn run_ready(&self) {
        while let Some(place) = self.pop() {
            let queue = self.queue.clone();
            let waker = Waker::from(Arc::new(TaskWaker { place, queue }));
            let mut tasks = self.tasks.borrow_mut();
            if let Some(task) = &mut tasks[place]
                && task
                    .as_mut()
                    .poll(&mut Context::from_waker(&waker))
                    .is_ready()
            {
                tasks[place] = None;
            }
        }
    }

    fn pop(&self) -> Option<usize> {
        self.queue.lock().unwrap().pop_front()
    }
}
// ANCHOR_END: Executor
