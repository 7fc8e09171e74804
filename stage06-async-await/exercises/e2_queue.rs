//! Exercise s6e2: run queue and waker.
//!
//! Many futures on one thread. A waker does not run anything: it puts its task into a queue, once, and makes the loop
//! look. The queue may be filled from any thread; the futures stay on this one.
//!
//! Run the tests: `cargo test --test s6e2`. Hints: `exercises/hints.md`.
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]
#![allow(unused_imports, unused_mut, unused_variables)]

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
        todo!()
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
        todo!()
    }

    /// Polls everyone who stood in the queue when this was called, once each, in their order. Who is woken meanwhile
    /// waits for the next call. A task that has ended is dropped, and no longer counts. Returns how many polls there
    /// were.
    pub fn run_woken(&self) -> usize {
        todo!()
    }

    /// Whether somebody stands in the queue.
    pub fn is_ready(&self) -> bool {
        todo!()
    }

    /// How many tasks have not ended. One that is being polled may or may not count.
    pub fn len(&self) -> usize {
        self.tasks.borrow().len()
    }
}

#[path = "tests/e2_queue.rs"]
mod tests;
