//! Wakers: a task's key, and the way to its scheduler.

use crate::runtime::task::scheduled::Scheduled;
use crate::sync::{AtomicU64, Ordering};
use crate::util::slot_map::Key;
use futures::task::ArcWake;
use std::sync::Arc;

// ANCHOR: Schedule
/// What a waker asks of the scheduler of its task.
pub(crate) trait Schedule: Send + Sync + Sized {
    /// Queues the task, if the scheduler runs on this thread. False if it does not.
    fn schedule_local(&self, task: Key) -> bool;

    /// Sends the waker to the thread of the scheduler.
    fn schedule_remote(&self, waker: Arc<TaskWaker<Self>>);
}
// ANCHOR_END: Schedule

// ANCHOR: TaskWaker
/// What is inside the `Waker`s of one task. It owns neither the task nor the loop: to wake a task that has finished
/// does nothing.
pub(crate) struct TaskWaker<S> {
    /// The task to wake: a packed [`Key`].
    task: AtomicU64,
    scheduled: Scheduled,
    scheduler: Arc<S>,
}

/// `ArcWake` and not [`Wake`](std::task::Wake): `waker_ref` makes a `Waker` of it without another owner, and so without
/// two atomic operations a poll.
impl<S: Schedule + 'static> ArcWake for TaskWaker<S> {
    fn wake_by_ref(this: &Arc<Self>) {
        if !this.scheduler.schedule_local(this.task()) && this.scheduled.schedule() {
            this.scheduler.schedule_remote(this.clone());
        }
    }
}
// ANCHOR_END: TaskWaker

impl<S> TaskWaker<S> {
    pub(crate) fn new(scheduler: Arc<S>, task: Key) -> Arc<Self> {
        Arc::new(TaskWaker {
            task: AtomicU64::new(task.pack()),
            scheduled: Scheduled::new(),
            scheduler,
        })
    }

    /// Clears the `SCHEDULED` flag: the next wake from another thread needs another message. Returns the task to wake.
    pub(crate) fn take_scheduled(&self) -> Key {
        self.scheduled.clear();
        self.task()
    }

    /// Makes this the waker of another task. A wake that is too late to see that wakes the new task for nothing, which
    /// does no harm.
    pub(crate) fn rebind(&self, task: Key) {
        self.task.store(task.pack(), Ordering::Relaxed);
    }

    fn task(&self) -> Key {
        Key::unpack(self.task.load(Ordering::Relaxed))
    }
}
