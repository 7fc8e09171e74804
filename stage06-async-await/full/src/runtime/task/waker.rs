//! Wakers: a task's number, and the way to its loop.

use crate::{
    runtime::{
        context,
        scheduler::{executor::Executor, inject::Inject},
        task::scheduled::Scheduled,
    },
    util::{
        panic::{catch_panic, emit},
        slot_map::Key,
    },
};
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    task::{Wake, Waker},
    thread::{self, Thread},
};

/// What other threads can do to a runtime: leave it a message, and wake it up.
pub(crate) struct Shared {
    pub(crate) inject: Inject<Message>,
    /// The thread of the loop.
    thread: Thread,
    /// Set with the reactor: from then on the loop sleeps in `poll`, and no longer in `park`.
    pub(crate) poll_waker: OnceLock<mio::Waker>,
}

/// What can be asked of a loop from another thread.
pub(crate) enum Message {
    /// Wake this task.
    Wake(Arc<TaskWaker>),
    /// Do this.
    Run(Box<dyn FnOnce(&Executor) + Send>),
}

impl Shared {
    /// For a loop on this thread.
    pub(crate) fn new() -> Self {
        Shared {
            inject: Inject::new(),
            thread: thread::current(),
            poll_waker: OnceLock::new(),
        }
    }

    // ANCHOR: send
    pub(crate) fn send(&self, message: Message) {
        match self.inject.push(message) {
            Ok(false) => {}
            Ok(true) => match self.poll_waker.get() {
                Some(poll) => poll.wake().expect("the loop's poll can be woken"),
                None => self.thread.unpark(),
            },
            Err(rejected) => _ = catch_panic(|| drop(rejected)),
        }
    }
    // ANCHOR_END: send
}

// ANCHOR: TaskWaker
/// What is inside the `Waker`s of one task. It owns neither the task nor the loop: waking what has ended does
/// nothing.
pub(crate) struct TaskWaker {
    /// Whose waker this is: a packed [`Key`].
    task: AtomicU64,
    scheduled: Scheduled,
    shared: Arc<Shared>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        if !self.wake_here() && self.scheduled.schedule() {
            let shared = self.shared.clone();
            shared.send(Message::Wake(self));
        }
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.wake_here() && self.scheduled.schedule() {
            self.shared.send(Message::Wake(self.clone()));
        }
    }
}
// ANCHOR_END: TaskWaker

impl TaskWaker {
    /// On the loop's own thread a wake is a push onto a queue, without a lock. The event is emitted when the current
    /// runtime is not borrowed any more: a listener may drop a runtime.
    fn wake_here(&self) -> bool {
        let task = self.task();
        let enqueue = |core: &context::Core| {
            let mine = Arc::ptr_eq(core.shared(), &self.shared);
            mine.then(|| core.executor.enqueue(task))
        };
        let queued = context::try_with(enqueue).flatten();
        if queued == Some(true) {
            emit!(TRACE, task = task.generation, "wake");
        }
        queued.is_some()
    }

    /// Takes it out of the inject queue: what happens from now on needs another message. Gives the task to wake.
    pub(crate) fn take_scheduled(&self) -> Key {
        self.scheduled.clear();
        self.task()
    }

    fn task(&self) -> Key {
        Key::unpack(self.task.load(Ordering::Relaxed))
    }
}

/// A waker for one task at a time: for the next one, if nobody has kept a clone of it. Most tasks never keep one:
/// they end at their first poll, or wait for nothing but their turn.
pub(crate) struct CachedWaker {
    pub(crate) inner: Arc<TaskWaker>,
    pub(crate) waker: Waker,
}

impl From<Arc<TaskWaker>> for CachedWaker {
    fn from(inner: Arc<TaskWaker>) -> Self {
        let waker = Waker::from(inner.clone());
        CachedWaker { inner, waker }
    }
}

impl CachedWaker {
    pub(crate) fn new(shared: &Arc<Shared>, task: Key) -> Self {
        let inner = Arc::new(TaskWaker {
            task: AtomicU64::new(task.pack()),
            scheduled: Scheduled::new(),
            shared: shared.clone(),
        });
        CachedWaker::from(inner)
    }

    /// Whether nobody keeps a clone: the two owners are the fields of this very struct.
    pub(crate) fn is_unshared(&self) -> bool {
        Arc::strong_count(&self.inner) == 2
    }

    /// Makes it another task's. Whoever was too late to see this wakes that one for nothing, which does no harm.
    pub(crate) fn rebind(&self, task: Key) {
        self.inner.task.store(task.pack(), Ordering::Relaxed);
    }
}
