//! The executor: tasks, and the queue of those that were woken.

mod complete;
mod deadlock;
pub(crate) mod root;

use crate::runtime::scheduler::shared::{Message, Shared};
use crate::runtime::scheduler::watch::watch;
use crate::runtime::task::boxes::Boxes;
use crate::runtime::task::harness::RawTask;
use crate::runtime::task::waker::TaskWaker;
use crate::util::panic::{catch_panic, emit};
use crate::util::slot_map::{Key, SlotMap};
use futures::task::waker_ref;
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// All tasks of one loop. No field is borrowed while user code runs: a poll, a drop, a waker's clone, an event.
pub(crate) struct Executor {
    tasks: RefCell<SlotMap<Task>>,
    /// The wakers of tasks that await an outcome. Few tasks are awaited before they finish, so a task has no room for one.
    join_wakers: RefCell<Slab<Waker>>,
    /// The tasks that were woken and not yet polled, in the order of the wakes. Each is in here once.
    ready: RefCell<VecDeque<Key>>,
    /// A waker of which no clone exists, for the next poll of a task that has none. Most futures clone no waker: they
    /// are ready at their first poll, or wake themselves.
    cached: Cell<Option<Arc<TaskWaker<Shared>>>>,
    /// Boxes for new tasks.
    boxes: Boxes,
    pub(crate) shared: Arc<Shared>,
    /// The messages that are being read; empty in between. Kept for its memory.
    messages: RefCell<Vec<Message>>,
    /// True if the runtime is being dropped: what is spawned now is dropped too.
    closed: Cell<bool>,
    /// How many polls there were.
    pub(crate) polls: Cell<u64>,
    /// A poll that takes longer is warned of.
    slow_task: Option<Duration>,
    /// The type of the future of `block_on`.
    root: Cell<&'static str>,
}

/// What the executor knows of a task, in 40 bytes: so much does each task that waits hold. When the task has finished, this stays until the handle has taken the outcome, or
/// is dropped.
#[derive(Default)]
struct Task {
    /// The future, later its outcome. `None` while it is being polled or dropped, and for the future of `block_on`.
    future: Option<Pin<Box<dyn RawTask>>>,
    /// The waker of the task, if a clone of it exists.
    kept: Option<Arc<TaskWaker<Shared>>>,
    /// Where in `join_wakers` the waker of the task that awaits the outcome is, counted from one.
    join_waker: Option<NonZeroU32>,
    /// True if the task is in the queue.
    queued: bool,
    /// True if `future` is an outcome.
    finished: bool,
    /// True if the task was aborted while it was being polled.
    aborted: bool,
    /// True if no handle will ask for the outcome.
    detached: bool,
}

/// What a poll needs: the future, and a waker for it.
type Taken = (Pin<Box<dyn RawTask>>, Arc<TaskWaker<Shared>>);

impl Executor {
    pub(crate) fn new(shared: Arc<Shared>, slow_task: Option<Duration>) -> Self {
        Executor {
            tasks: RefCell::new(SlotMap::new()),
            join_wakers: RefCell::default(),
            ready: RefCell::default(),
            cached: Cell::default(),
            boxes: Boxes::default(),
            shared,
            messages: RefCell::default(),
            closed: Cell::new(false),
            polls: Cell::new(0),
            slow_task,
            root: Cell::new(""),
        }
    }

    /// Makes a task of a future, and queues it.
    pub(crate) fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> Key {
        self.add(Task {
            future: Some(self.boxes.put(future)),
            ..Task::default()
        })
    }

    fn add(&self, task: Task) -> Key {
        if self.closed.get() {
            catch_panic(|| drop(task));
            return Key::null();
        }
        let key = self.tasks.borrow_mut().insert(task);
        emit!(DEBUG, task = key.generation, "spawn");
        self.wake(key);
        key
    }

    /// Queues a task, unless it is queued or has finished. This is what a waker does in the end.
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

    /// Takes the next task out of the queue. It may have finished meanwhile.
    pub(crate) fn next(&self) -> Option<Key> {
        self.ready.borrow_mut().pop_front()
    }

    /// True if the runtime is being dropped, or is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// True if no task was woken.
    pub(crate) fn is_idle(&self) -> bool {
        self.ready.borrow().is_empty()
    }

    /// Polls a task once. False if it has finished already.
    // ANCHOR: poll
    pub(crate) fn poll(&self, key: Key) -> bool {
        let Some((mut future, waker)) = self.take_future(key) else {
            return false;
        };
        let limit = self.slow_task.map(|limit| (limit, future.name()));
        match self.poll_future(key, limit, &waker, |context| future.as_mut().poll(context)) {
            Poll::Pending => self.put_back(key, future, waker),
            Poll::Ready(()) => {
                self.complete(key, future);
                let _kept = self.reuse(waker);
            }
        }
        true
    }
    // ANCHOR_END: poll

    /// The one place where a future is polled, that of a task or that of `block_on`.
    fn poll_future<T>(
        &self,
        key: Key,
        limit: Option<(Duration, &'static str)>,
        waker: &Arc<TaskWaker<Shared>>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        emit!(TRACE, task = key.generation, "poll");
        crate::runtime::coop::begin();
        let poll = || poll(&mut Context::from_waker(&waker_ref(waker)));
        watch(limit, key, poll)
    }

    /// Takes the future out of its place, so that nothing is borrowed while it is polled.
    fn take_future(&self, key: Key) -> Option<Taken> {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).filter(|task| !task.finished)?;
        self.begin_poll(task);
        let future = task.future.take()?;
        let waker = task.kept.take().or_else(|| {
            let cached = self.cached.take();
            cached.inspect(|cached| cached.rebind(key))
        });
        let waker = waker.unwrap_or_else(|| TaskWaker::new(self.shared.clone(), key));
        Some((future, waker))
    }

    /// From here on the task can be woken again, even by itself while it is polled.
    fn begin_poll(&self, task: &mut Task) {
        task.queued = false;
        self.polls.set(self.polls.get() + 1);
    }

    fn put_back(&self, key: Key, future: Pin<Box<dyn RawTask>>, waker: Arc<TaskWaker<Shared>>) {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).expect("it has not finished");
        task.future = Some(future);
        task.kept = self.reuse(waker);
        let aborted = task.aborted;
        drop(tasks);
        if aborted {
            self.abort(key);
        }
    }

    /// Caches a waker for the next task. Returns it if this task has kept a clone.
    fn reuse(&self, waker: Arc<TaskWaker<Shared>>) -> Option<Arc<TaskWaker<Shared>>> {
        if Arc::strong_count(&waker) > 1 {
            return Some(waker);
        }
        self.cached.set(Some(waker));
        None
    }

    /// Does what other threads have asked for.
    pub(crate) fn drain_inject(&self) {
        let mut messages = self.messages.take();
        self.shared.inject.drain(&mut messages);
        for message in messages.drain(..) {
            match message {
                Message::Wake(waker) => self.wake(waker.take_scheduled()),
                Message::Spawn(future) => self.spawn_detached(future),
                Message::BlockingIdle => {}
            }
        }
        self.messages.replace(messages);
    }

    /// Adds a task whose outcome goes to another thread.
    fn spawn_detached(&self, future: Pin<Box<dyn RawTask>>) {
        self.add(Task {
            future: Some(future),
            detached: true,
            ..Task::default()
        });
    }

    /// How many tasks have not finished, or hold an outcome that was not taken yet.
    pub(crate) fn tasks(&self) -> usize {
        self.tasks.borrow().len()
    }
}
