//! Which tasks were woken: the run queue, and the wakers that fill it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};
use std::thread::{self, ThreadId};

use crate::baton::me;

/// The run queue of one run.
#[derive(Debug)]
pub(crate) struct Wakes {
    queue: Mutex<Queue>,
    /// The thread of the run.
    thread: ThreadId,
    /// True if only the waker of a task's last poll wakes it.
    last_only: bool,
}

#[derive(Debug, Default)]
struct Queue {
    /// The tasks that were woken and not polled yet.
    ready: VecDeque<usize>,
    /// The tasks that were woken since the last look.
    woken: Vec<usize>,
    /// The number of polls of each task.
    polls: Vec<usize>,
    /// True if a thread that the explorer does not know has called a waker.
    strange: bool,
}

impl Wakes {
    pub(crate) fn new(last_only: bool) -> Arc<Wakes> {
        Arc::new(Wakes {
            queue: Mutex::default(),
            thread: thread::current().id(),
            last_only,
        })
    }

    /// Adds a task that is ready, and returns its number.
    pub(crate) fn spawn(&self) -> usize {
        let mut queue = self.queue();
        let task = queue.polls.len();
        queue.polls.push(0);
        queue.ready.push_back(task);
        task
    }

    /// Returns the tasks that are ready, the first one first.
    pub(crate) fn ready(&self) -> Vec<usize> {
        self.queue().ready.iter().copied().collect()
    }

    /// Takes a task out of the queue.
    pub(crate) fn remove(&self, task: usize) {
        self.queue().ready.retain(|ready| *ready != task);
    }

    /// Returns the waker for the next poll of a task.
    pub(crate) fn waker(self: &Arc<Self>, task: usize) -> Waker {
        let mut queue = self.queue();
        queue.polls[task] += 1;
        Waker::from(Arc::new(TaskWaker {
            task,
            poll: queue.polls[task],
            wakes: self.clone(),
        }))
    }

    /// Returns the tasks that were woken since the last look.
    pub(crate) fn take_woken(&self) -> Vec<usize> {
        std::mem::take(&mut self.queue().woken)
    }

    /// Puts back what the polled task had woken before something else happened.
    pub(crate) fn put_woken(&self, woken: Vec<usize>) {
        self.queue().woken.extend(woken);
    }

    /// True if a thread that the explorer does not know has called a waker.
    pub(crate) fn is_strange(&self) -> bool {
        self.queue().strange
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The waker of one poll of a task.
struct TaskWaker {
    task: usize,
    poll: usize,
    wakes: Arc<Wakes>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut queue = self.wakes.queue();
        queue.strange |= thread::current().id() != self.wakes.thread && me().is_none();
        if self.wakes.last_only && self.poll != queue.polls[self.task] {
            return;
        }
        queue.woken.push(self.task);
        if !queue.ready.contains(&self.task) {
            queue.ready.push_back(self.task);
        }
    }
}
