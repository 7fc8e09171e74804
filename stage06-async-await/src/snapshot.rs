//! The state of the runtime that is running, for an observer of [`events`](crate::events).

use crate::executor::{Executor, TaskId};
use crate::reactor::Readiness;
use crate::runtime::current;
use crate::sync::Ordering;
use crate::timers::Timers;
use std::time::Instant;

/// What a runtime holds at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The run queue: the next to be polled first.
    pub ready: Vec<TaskId>,
    /// True if a wake has to unpark the loop.
    pub parked: bool,
    /// The tasks that have not ended, without the one that is polled at the moment.
    pub tasks: Vec<TaskId>,
    /// The timers that are set: deadline and number of the sleep, the earliest first.
    pub timers: Vec<(Instant, u64)>,
    /// The registered sockets, the oldest first.
    pub sockets: Vec<Socket>,
}

/// What the reactor knows of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Socket {
    /// Names the socket.
    pub token: usize,
    /// True if a read is worth a try.
    pub readable: bool,
    /// True if a write is worth a try.
    pub writable: bool,
    /// True if a task waits until it is readable.
    pub reader: bool,
    /// True if a task waits until it is writable.
    pub writer: bool,
}

/// Returns the state of the runtime that runs on this thread; `None` outside of one.
pub fn snapshot() -> Option<Snapshot> {
    let core = current()?;
    let (ready, parked) = queue(&core.executor);
    let tasks = tasks(&core.executor);
    let timers = timers(&core.timers);
    let sources = core.reactor.sources.borrow();
    let sockets = sources.iter().map(|(token, io)| Socket {
        token: token.0,
        readable: io.read.ready.get(),
        writable: io.write.ready.get(),
        reader: is_awaited(&io.read),
        writer: is_awaited(&io.write),
    });
    Some(Snapshot {
        ready,
        parked,
        tasks,
        timers,
        sockets: sockets.collect(),
    })
}

/// Returns the run queue of an executor, and whether a wake has to unpark its loop.
pub fn queue(executor: &Executor) -> (Vec<TaskId>, bool) {
    let queue = executor.queue.lock();
    (queue.ready.iter().copied().collect(), queue.parked)
}

/// Returns the tasks of an executor that have not ended, without the one that is polled at the moment.
pub fn tasks(executor: &Executor) -> Vec<TaskId> {
    executor.tasks.borrow().keys().copied().collect()
}

/// Returns the timers that are set: deadline and number of the sleep, the earliest first.
pub fn timers(timers: &Timers) -> Vec<(Instant, u64)> {
    timers.wakers.borrow().keys().copied().collect()
}

/// True if a task was woken, and not polled since; `None` if it has ended, or is polled at the moment.
pub fn woken(executor: &Executor, task: TaskId) -> Option<bool> {
    let tasks = executor.tasks.borrow();
    let waker = &tasks.get(&task)?.waker;
    Some(waker.woken.load(Ordering::Acquire))
}

fn is_awaited(readiness: &Readiness) -> bool {
    let waker = readiness.waker.take();
    let awaited = waker.is_some();
    readiness.waker.set(waker);
    awaited
}
