//! Solution of s6e2.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::Future,
    mem,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// The tasks that have not ended, by their number. A number is never used twice.
pub struct Tasks {
    tasks: RefCell<BTreeMap<u64, Task>>,
    spawned: Cell<u64>,
    queue: Arc<Queue>,
}

/// A task, while it is not being polled.
struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    waker: Arc<TaskWaker>,
}

/// Who has been woken, in the order of the wakes; and how to make the loop look.
struct Queue {
    woken: Mutex<VecDeque<Arc<TaskWaker>>>,
    notify: Box<dyn Fn() + Send + Sync>,
}

/// What is inside the waker of a task.
struct TaskWaker {
    task: u64,
    /// Whether it stands in the queue already.
    queued: AtomicBool,
    queue: Arc<Queue>,
}

impl Wake for TaskWaker {
    /// Puts itself into the queue, unless it stands there already, and notifies when it has done so and the queue is
    /// free again.
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel) {
            let queue = self.queue.clone();
            queue.woken.lock().unwrap().push_back(self);
            (queue.notify)();
        }
    }
}

impl Tasks {
    /// No tasks yet. `notify` wakes the loop up, from any thread.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Self {
        Tasks {
            tasks: RefCell::default(),
            spawned: Cell::new(0),
            queue: Arc::new(Queue {
                woken: Mutex::default(),
                notify: Box::new(notify),
            }),
        }
    }

    /// Adds a task, and wakes it. It is not polled in here.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let task = self.spawned.replace(self.spawned.get() + 1);
        let waker = Arc::new(TaskWaker {
            task,
            queued: AtomicBool::new(false),
            queue: self.queue.clone(),
        });
        let future = Box::pin(future);
        let added = Task {
            future,
            waker: waker.clone(),
        };
        self.tasks.borrow_mut().insert(task, added);
        waker.wake();
    }

    /// Polls everyone who stood in the queue when this was called, once each, in their order. Who is woken meanwhile
    /// waits for the next call. A task that has ended is dropped, and no longer counts. Returns how many polls there
    /// were.
    pub fn run_woken(&self) -> usize {
        let woken = mem::take(&mut *self.queue.woken.lock().unwrap());
        let polls = woken.into_iter().filter(|waker| self.poll(waker));
        polls.count()
    }

    /// Whether there was anything to poll.
    fn poll(&self, waker: &Arc<TaskWaker>) -> bool {
        waker.queued.swap(false, Ordering::AcqRel);
        let task = self.tasks.borrow_mut().remove(&waker.task);
        let Some(mut task) = task else { return false };
        let polled = Waker::from(waker.clone());
        let poll = task.future.as_mut().poll(&mut Context::from_waker(&polled));
        if poll.is_pending() {
            self.tasks.borrow_mut().insert(waker.task, task);
        }
        true
    }

    /// Whether somebody stands in the queue.
    pub fn is_ready(&self) -> bool {
        !self.queue.woken.lock().unwrap().is_empty()
    }

    /// How many tasks have not ended. One that is being polled may or may not count.
    pub fn len(&self) -> usize {
        self.tasks.borrow().len()
    }
}

#[path = "../exercises/tests/e2_queue.rs"]
mod tests;
