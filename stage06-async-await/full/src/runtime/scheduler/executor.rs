//! The executor: tasks, and the queue of those that have been woken.

pub(crate) mod complete;
pub(crate) mod report;
pub(crate) mod root;

use crate::{
    runtime::{
        scheduler::watch::Watch,
        task::{
            harness::{RawTask, Stage},
            waker::{CachedWaker, Message, Shared, TaskWaker},
        },
    },
    util::{
        panic::{catch_panic, emit},
        slot_map::{Key, SlotMap},
    },
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

/// All tasks of one loop. No field is borrowed while user code runs: a poll, a drop, a waker's clone, whoever
/// hears of an event.
pub(crate) struct Executor {
    tasks: RefCell<SlotMap<Task>>,
    /// Who has been woken and not yet polled, in the order of the wakes. A task stands here once.
    ready: RefCell<VecDeque<Key>>,
    /// A waker that no task keeps, for the next poll of a task that has none.
    cached: RefCell<Option<CachedWaker>>,
    pub(crate) shared: Arc<Shared>,
    /// The messages that are being read; empty in between. Kept for its memory.
    messages: RefCell<Vec<Message>>,
    /// Whether the runtime is being dropped: what is spawned now is dropped too.
    closed: Cell<bool>,
    /// How many polls there have been.
    pub(crate) polls: Cell<u64>,
    pub(crate) watch: Watch,
}

// ANCHOR: Task
/// What the executor knows of a task. When it has ended this stays until the handle has taken the outcome, or is
/// gone.
#[derive(Default)]
struct Task {
    /// The future, later its outcome. `None` while it is being polled or dropped, and for the future of `block_on`.
    future: Option<Pin<Box<dyn RawTask>>>,
    /// Its waker, if it has kept one.
    kept: Option<Arc<TaskWaker>>,
    /// Who awaits the outcome.
    join_waker: Option<Waker>,
    /// Whether it stands in the queue.
    queued: bool,
    /// Whether the job holds an outcome.
    finished: bool,
    /// Whether it was aborted while it was being polled.
    aborted: bool,
    /// Whether nobody will ask for the outcome.
    detached: bool,
    /// The name of the future of `block_on`; a job knows its own.
    name: &'static str,
}
// ANCHOR_END: Task

impl Executor {
    pub(crate) fn new(shared: Arc<Shared>, slow_task: Option<Duration>) -> Self {
        Executor {
            tasks: RefCell::new(SlotMap::new()),
            ready: RefCell::default(),
            cached: RefCell::default(),
            shared,
            messages: RefCell::default(),
            closed: Cell::new(false),
            polls: Cell::new(0),
            watch: Watch(slow_task),
        }
    }

    /// A new task, which stands in the queue already.
    // ANCHOR: spawn
    pub(crate) fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> Key {
        if self.closed.get() {
            catch_panic(|| drop(future));
            return Key::null();
        }
        self.add_job(Box::pin(Stage::Running { future }))
    }
    // ANCHOR_END: spawn

    /// A new task that nobody here will ask for its outcome.
    pub(crate) fn spawn_detached(&self, future: Pin<Box<dyn RawTask>>) {
        let key = self.add_job(future);
        self.detach(key);
    }

    fn add_job(&self, future: Pin<Box<dyn RawTask>>) -> Key {
        self.add(Task {
            future: Some(future),
            ..Task::default()
        })
    }

    fn add(&self, task: Task) -> Key {
        let key = self.tasks.borrow_mut().insert(task);
        emit!(DEBUG, task = key.generation, "spawn");
        self.wake(key);
        key
    }

    /// Puts a task into the queue, unless it stands there or has finished. All that a waker does comes down to this.
    // ANCHOR: wake
    pub(crate) fn wake(&self, key: Key) {
        if self.enqueue(key) {
            emit!(TRACE, task = key.generation, "wake");
        }
    }

    /// As `wake`, for a caller that holds a borrow: it emits the event later.
    pub(crate) fn enqueue(&self, key: Key) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key);
        let Some(task) = task.filter(|task| !task.queued && !task.finished) else {
            return false;
        };
        task.queued = true;
        self.ready.borrow_mut().push_back(key);
        true
    }
    // ANCHOR_END: wake

    /// Whose turn it is. From here on it can be woken again, even by itself while it is polled.
    // ANCHOR: next
    pub(crate) fn next(&self) -> Option<Key> {
        loop {
            let key = self.ready.borrow_mut().pop_front()?;
            if let Some(task) = self.tasks.borrow_mut().get_mut(key)
                && !task.finished
            {
                task.queued = false;
                self.polls.set(self.polls.get() + 1);
                return Some(key);
            }
        }
    }
    // ANCHOR_END: next

    /// True if the runtime is being dropped, or is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.ready.borrow().is_empty()
    }

    /// Polls a task once.
    // ANCHOR: poll
    pub(crate) fn poll(&self, key: Key) {
        let Some((mut future, cached)) = self.take_future(key) else {
            return;
        };
        emit!(TRACE, task = key.generation, "poll");
        let begun = self.watch.begin();
        let poll = future
            .as_mut()
            .poll(&mut Context::from_waker(&cached.waker));
        self.watch.end(begun, key, || future.name());
        match poll {
            Poll::Pending => self.put_back(key, future, cached),
            Poll::Ready(()) => {
                self.complete(key, future);
                let _shared = self.reuse(cached);
            }
        }
    }
    // ANCHOR_END: poll

    /// Takes the future out of its place, so that nothing is borrowed while it is polled.
    fn take_future(&self, key: Key) -> Option<(Pin<Box<dyn RawTask>>, CachedWaker)> {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).filter(|task| !task.finished)?;
        let future = task.future.take()?;
        let cached = task.kept.take().map(CachedWaker::from).or_else(|| {
            let cached = self.cached.take();
            cached.inspect(|cached| cached.rebind(key))
        });
        Some((
            future,
            cached.unwrap_or_else(|| CachedWaker::new(&self.shared, key)),
        ))
    }

    fn put_back(&self, key: Key, future: Pin<Box<dyn RawTask>>, cached: CachedWaker) {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).expect("it has not ended");
        task.future = Some(future);
        task.kept = self.reuse(cached);
        let aborted = task.aborted;
        drop(tasks);
        if aborted {
            self.abort(key);
        }
    }

    /// Keeps a waker for the next task, unless this task has kept a clone.
    fn reuse(&self, cached: CachedWaker) -> Option<Arc<TaskWaker>> {
        if !cached.is_unshared() {
            return Some(cached.inner);
        }
        self.cached.replace(Some(cached));
        None
    }

    /// Does what other threads have asked for.
    // ANCHOR: drain_inject
    pub(crate) fn drain_inject(&self) {
        let mut messages = self.messages.take();
        self.shared.inject.drain(&mut messages);
        for message in messages.drain(..) {
            match message {
                Message::Wake(waker) => self.wake(waker.take_scheduled()),
                Message::Run(message) => message(self),
            }
        }
        self.messages.replace(messages);
    }
    // ANCHOR_END: drain_inject

    /// How many tasks have not finished, or hold an outcome that nobody has taken yet.
    pub(crate) fn tasks(&self) -> usize {
        self.tasks.borrow().len()
    }

    /// Drops every future that has not finished, the oldest first. Wakes do nothing any more, and what a `drop` spawns
    /// is dropped too.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        let tasks = self.tasks.borrow().keys();
        tasks.into_iter().for_each(|task| self.abort(task));
        self.ready.borrow_mut().clear();
        self.cached.take();
    }
}
