//! Exercise s6e2: many tasks on one thread, with a run queue.
//!
//! This is version 1 of the page: a waker pushes the place of its task, and `run_ready` polls what is in the queue. It
//! works, and the page's programs break it. Change it until the contract holds. The tests use the five methods of
//! `Executor`: all else is yours to design. The tests in `threads` are about other threads, `begin_park` and
//! `end_park`, and come with *Wakes from other threads*.
//!
//! One mistake passes these tests: a flag that is taken down by `store` and not by `swap`. *The waker's contract* says what
//! goes wrong then. It needs orders of memory that a test cannot ask for; `cargo test -p model` runs our executor with
//! that mistake, under every order.
//!
//! What threads share is made of the types of `explorer::sync` here. They do what those of `std::sync` do, and let the tests
//! run two threads in every order.
//!
//! Run the tests: `cargo test --test s6e2`. Hints: `exercises/hints.md`.
#![allow(
    dead_code,
    unused_imports,
    missing_debug_implementations,
    unreachable_pub
)]

use explorer::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use explorer::sync::{Arc, Mutex};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Wake, Waker};

/// What all wakers share with the executor.
struct Shared {
    /// The places of the tasks that were woken.
    queue: Mutex<VecDeque<usize>>,
    /// Wakes the thread of the loop if it sleeps.
    unpark: Box<dyn Fn() + Send + Sync>,
}

/// What the wakers of a task own.
struct TaskWaker {
    place: usize,
    shared: Arc<Shared>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.shared.queue.lock().unwrap().push_back(self.place);
        (self.shared.unpark)();
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs tasks on one thread.
pub struct Executor {
    tasks: RefCell<Vec<Option<Task>>>,
    shared: Arc<Shared>,
}

impl Executor {
    /// An executor without tasks. `unpark` wakes its thread. A wake calls it if the loop sleeps, and only then: once
    /// for all wakes of one sleep, after the task is in the queue, and while nothing is locked.
    pub fn new(unpark: impl Fn() + Send + Sync + 'static) -> Self {
        Executor {
            tasks: RefCell::default(),
            shared: Arc::new(Shared {
                queue: Mutex::default(),
                unpark: Box::new(unpark),
            }),
        }
    }

    /// Adds a task. Its first poll comes with the next `run_ready`. It may be called from inside a task, and from the
    /// destructor of one.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let mut tasks = self.tasks.borrow_mut();
        let free = tasks.iter().position(Option::is_none);
        let place = free.unwrap_or_else(|| {
            tasks.push(None);
            tasks.len() - 1
        });
        tasks[place] = Some(Box::pin(future));
        self.shared.queue.lock().unwrap().push_back(place);
    }

    /// Polls each task that was woken, once, in the order of the wakes. A task that is woken meanwhile waits for the
    /// next call. However often a task is woken before its poll, it is polled once. A wake that comes during the poll
    /// leads to another poll, and one that comes after the end of its task reaches no other. A task that ends is
    /// dropped. If a task panics, so does `run_ready`; what becomes of the tasks behind it in the queue is left open.
    pub fn run_ready(&self) {
        while let Some(place) = self.pop() {
            let shared = self.shared.clone();
            let waker = Waker::from(Arc::new(TaskWaker { place, shared }));
            let mut context = Context::from_waker(&waker);
            let mut tasks = self.tasks.borrow_mut();
            if let Some(task) = &mut tasks[place]
                && task.as_mut().poll(&mut context).is_ready()
            {
                tasks[place] = None;
            }
        }
    }

    fn pop(&self) -> Option<usize> {
        self.shared.queue.lock().unwrap().pop_front()
    }

    /// Called before the loop sleeps. True if it may: no task is ready, and from now on a wake calls `unpark`.
    pub fn begin_park(&self) -> bool {
        self.shared.queue.lock().unwrap().is_empty()
    }

    /// Called when the loop is awake again. From now on a wake does not call `unpark`.
    pub fn end_park(&self) {}
}

#[path = "tests/e2_queue.rs"]
mod tests;
