//! The small runtime's files: as they are, and with a mistake each.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::{events, sync}; // the files look for them here

/// Wakes the loop's thread when it is parked.
pub type Unpark = Box<dyn Fn() + Send + Sync>;

/// A future of a task.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// True if the task is marked as woken.
pub type Woken = Box<dyn Fn() -> bool + Send>;

/// The run queue of `executor.rs`.
pub trait Queue: Send + Sync {
    /// Adds a task that was woken.
    fn push(&self, task: u64);
    /// Takes the tasks that were woken, and returns their number.
    fn take(&self) -> usize;
    /// True if the loop may sleep.
    fn begin_park(&self) -> bool;
    /// The loop no longer sleeps.
    fn end_park(&self);
    /// Returns the number of tasks in the queue, and true if the loop is parked. Nothing while a thread has the lock.
    fn peek(&self) -> Option<(usize, bool)>;
}

/// The executor of `executor.rs`.
pub trait Executor {
    /// Adds a task. Returns a look at its flag from outside.
    fn spawn(&self, task: Task) -> Woken;
    /// Polls each task that was woken, once.
    fn run_ready(&self);
    /// True if the loop may sleep.
    fn begin_park(&self) -> bool;
    /// The loop no longer sleeps.
    fn end_park(&self);
    /// True if all tasks have ended.
    fn is_empty(&self) -> bool;
    /// Returns its run queue.
    fn queue(&self) -> Arc<dyn Queue>;
}

/// `executor.rs`, or a twin of it.
#[derive(Clone, Copy)]
pub struct ExecutorFile {
    /// The name of the twin.
    pub name: &'static str,
    /// Returns an executor without tasks.
    pub executor: fn(Unpark) -> Box<dyn Executor>,
}

/// `block_on.rs`, or a twin of it.
#[derive(Clone, Copy)]
pub struct BlockOnFile {
    /// The name of the twin.
    pub name: &'static str,
    /// Runs a future to its end.
    pub block_on: fn(Task),
}

impl fmt::Debug for ExecutorFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for BlockOnFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! executor_files {
    ($($(#[$docs:meta])* $constant:ident $name:ident)*) => { $(
        mod $name {
            #![allow(dead_code, unreachable_pub, clippy::all)]
            include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));

            impl super::Queue for RunQueue {
                fn push(&self, task: TaskId) {
                    RunQueue::push(self, task);
                }
                fn take(&self) -> usize {
                    (0..self.len()).filter_map(|_| self.pop()).count()
                }
                fn begin_park(&self) -> bool {
                    RunQueue::begin_park(self)
                }
                fn end_park(&self) {
                    RunQueue::end_park(self);
                }
                fn peek(&self) -> Option<(usize, bool)> {
                    self.state.peek(|state| (state.ready.len(), state.parked))
                }
            }

            impl super::Executor for Executor {
                fn spawn(&self, task: super::Task) -> super::Woken {
                    let id = self.next_id.get();
                    Executor::spawn(self, task);
                    let waker = self.tasks.borrow()[&id].waker.clone();
                    Box::new(move || waker.woken.peek())
                }
                fn run_ready(&self) {
                    Executor::run_ready(self);
                }
                fn begin_park(&self) -> bool {
                    Executor::begin_park(self)
                }
                fn end_park(&self) {
                    Executor::end_park(self);
                }
                fn is_empty(&self) -> bool {
                    Executor::is_empty(self)
                }
                fn queue(&self) -> Arc<dyn super::Queue> {
                    self.queue.clone()
                }
            }

            pub(super) fn executor(unpark: super::Unpark) -> Box<dyn super::Executor> {
                Box::new(Executor::new(unpark))
            }
        }

        $(#[$docs])*
        pub const $constant: ExecutorFile = ExecutorFile {
            name: stringify!($name),
            executor: $name::executor,
        };
    )* };
}

executor_files! {
    /// The file of the stage.
    EXECUTOR executor
    /// Looks into the queue, and then says that it is parked, under two locks.
    LOOKS_THEN_SAYS looks_then_says
    /// Says that it is parked, and does not look.
    NEVER_LOOKS never_looks
    /// Unparks the loop, and then pushes.
    UNPARKS_FIRST unparks_first
    /// Unparks the loop under the lock.
    UNPARKS_LOCKED unparks_locked
    /// Copies the queue, and then clears it.
    DROPS_A_WAKE drops_a_wake
    /// Clears the flag of a task after the poll.
    CLEARS_LATE clears_late
}

macro_rules! block_on_files {
    ($($(#[$docs:meta])* $constant:ident $name:ident)*) => { $(
        mod $name {
            #![allow(dead_code, unreachable_pub, clippy::all)]
            include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
        }

        $(#[$docs])*
        pub const $constant: BlockOnFile = BlockOnFile {
            name: stringify!($name),
            block_on: |future| $name::block_on(future),
        };
    )* };
}

block_on_files! {
    /// The file of the stage.
    BLOCK_ON block_on
    /// Parks without looking at a flag.
    PARKS_WITHOUT_FLAG parks_without_flag
    /// Unparks the thread, and then sets the flag.
    UNPARKS_BEFORE_FLAG unparks_before_flag
}
