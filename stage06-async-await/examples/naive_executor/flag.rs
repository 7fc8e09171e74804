//! Version 2: the breaks of version 1 are fixed, and one flag comes down too late.

use crate::BoxFuture;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::AcqRel},
    },
    task::{Context, Wake, Waker},
};

type RunQueue = Arc<Mutex<VecDeque<Arc<TaskWaker>>>>;

struct TaskWaker {
    id: u64,
    woken: AtomicBool,
    queue: RunQueue,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        if !self.woken.swap(true, AcqRel) {
            let queue = self.queue.clone();
            queue.lock().unwrap().push_back(self);
        }
    }
}

#[derive(Default)]
pub(crate) struct Executor {
    tasks: RefCell<BTreeMap<u64, BoxFuture>>,
    next_id: Cell<u64>,
    queue: RunQueue,
}

impl Executor {
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.tasks.borrow_mut().insert(id, Box::pin(future));
        let (woken, queue) = (AtomicBool::new(false), self.queue.clone());
        Arc::new(TaskWaker { id, woken, queue }).wake();
    }

    // ANCHOR: run_ready
    pub(crate) fn run_ready(&self) {
        for _ in 0..self.len() {
            let Some(task) = self.pop() else { return };
            let taken = self.tasks.borrow_mut().remove(&task.id);
            let Some(mut future) = taken else { continue };
            let waker = Waker::from(task.clone());
            let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
            task.woken.swap(false, AcqRel); // it is polled: the wake is answered
            if poll.is_pending() {
                self.tasks.borrow_mut().insert(task.id, future);
            }
        }
    }
    // ANCHOR_END: run_ready

    fn len(&self) -> usize {
        self.queue.lock().unwrap().len()
    }

    fn pop(&self) -> Option<Arc<TaskWaker>> {
        self.queue.lock().unwrap().pop_front()
    }
}
