//! The loop: tasks that take one step each, and others that are added while it runs.

use crate::{Clock, Handle, Monotonic, Task, context::EnterGuard, handle::prepare};
use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage04::catch_panic;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    fmt,
    rc::Rc,
    time::Duration,
};
use tracing::{debug, trace};

/// A queue of tasks. In each turn of the loop every task takes one step.
///
/// The loop does not know what its tasks wait for. Each task looks for itself, so any code can define a wait. While all tasks
/// wait, the loop runs as fast as it can.
///
/// It is a handle: clones are the same loop. A task that keeps one owns the loop that owns the task, and neither is ever dropped
/// if the task does not end. So a task calls [`Loop::current`] each time.
///
/// ```
/// use stage01::co;
/// use stage05::{Loop, sleep};
/// use std::time::Duration;
///
/// let event_loop = Loop::new();
/// let slow = event_loop.add_task(co(async |y| {
///     y.yield_from(sleep(Duration::from_millis(5))).await?;
///     Ok("slow")
/// }));
/// let both = event_loop.run_task(co(async move |y| Ok(["quick", y.yield_from(slow.join()).await?])))?;
/// assert_eq!(both, ["quick", "slow"]);
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// Source: the document's `Loop`.
#[derive(Clone)]
pub struct Loop(Rc<Inner>);

/// What all handles of one loop share. No field is borrowed while a task runs.
struct Inner {
    /// The tasks that have not ended, without the one that is running.
    queue: RefCell<VecDeque<Added>>,
    clock: Rc<dyn Clock>,
    /// How many tasks were ever added: the number of the next.
    added: Cell<u64>,
    /// How many steps were ever taken.
    steps: Cell<u64>,
}

/// A task in the queue, and its number in the events.
struct Added(u64, Routine<()>);

impl Loop {
    /// A loop in real time, without tasks.
    pub fn new() -> Self {
        Loop::with_clock(Monotonic::new())
    }

    /// A loop with this clock, without tasks.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Loop(Rc::new(Inner {
            queue: RefCell::default(),
            clock: Rc::new(clock),
            added: Cell::new(0),
            steps: Cell::new(0),
        }))
    }

    /// Puts a task at the end of the queue. Called from a task, its first step comes in the next turn of the loop.
    pub fn add_task<T: 'static>(&self, task: impl Task<T> + 'static) -> Handle<T> {
        let (task, handle) = prepare(task);
        let number = self.0.added.replace(self.0.added.get() + 1);
        self.push(Added(number, task));
        debug!(target: "event_loop", task = number, "add");
        handle
    }

    /// Runs a task, and all others with it, until that task has ended. The others stay in the queue.
    ///
    /// The document's version runs until no task is left, and drops the result.
    ///
    /// # Errors
    ///
    /// The error that the task raised, or [`Panicked`](crate::Panicked).
    pub fn run_task<T: 'static>(&self, task: impl Task<T> + 'static) -> Result<T> {
        let main = self.add_task(task);
        while !main.done() {
            self.run_once();
        }
        main.take().expect("it is done")
    }

    /// Runs all tasks until none is left. The failure or panic of a task ends no other task, and its handle returns it.
    ///
    /// # Panics
    ///
    /// When an observer of the loop's events or its [`Clock`] does. All tasks are then still in the queue, and the loop may be run again.
    // ANCHOR: run
    pub fn run(&self) {
        while self.tasks() > 0 {
            self.run_once();
        }
    }

    /// One turn of the loop: each task that is in the queue now takes one step.
    pub fn run_once(&self) {
        let _entered = EnterGuard::enter(self);
        for _ in 0..self.tasks() {
            let Some(Added(number, mut task)) = self.pop() else {
                break; // a loop inside of a task has run the others
            };
            match task.resume(Ok(())) {
                Yielded(()) => self.push(Added(number, task)),
                Complete(result) => complete(number, task, result),
            }
        }
        self.0.clock.turn_ended();
    }
    // ANCHOR_END: run

    /// Returns the time since the loop's clock was made.
    pub fn now(&self) -> Duration {
        self.0.clock.now()
    }

    /// Returns the loop's clock.
    pub fn clock(&self) -> Rc<dyn Clock> {
        self.0.clock.clone()
    }

    /// Returns how many tasks are in the queue: those that have not ended, without the one that is running.
    pub fn tasks(&self) -> usize {
        self.0.queue.borrow().len()
    }

    /// Returns how many steps all tasks together have taken, useful or not.
    pub fn steps(&self) -> u64 {
        self.0.steps.get()
    }

    /// Returns the numbers of the tasks in the queue, in order: as the events call them.
    pub fn numbers(&self) -> Vec<u64> {
        self.0.queue.borrow().iter().map(|task| task.0).collect()
    }

    fn push(&self, task: Added) {
        self.0.queue.borrow_mut().push_back(task);
    }

    /// Takes the first task out of the queue, and releases the borrow before the task runs.
    fn pop(&self) -> Option<Added> {
        let number = self.0.queue.borrow().front()?.0;
        trace!(target: "event_loop", task = number, "step"); // while it is in the queue: an observer may panic
        let next = self.0.queue.borrow_mut().pop_front()?;
        self.0.steps.set(self.0.steps.get() + 1);
        Some(next)
    }
}

fn complete(number: u64, task: Routine<()>, result: Result) {
    let ok = result.is_ok();
    let _ = catch_panic(|| drop((task, result))); // what it returned, if it has no handle
    debug!(target: "event_loop", task = number, ok, "complete");
}

impl Drop for Inner {
    /// Drops the tasks that have not ended. A destructor that panics harms no other task.
    fn drop(&mut self) {
        while let Some(task) = self.queue.get_mut().pop_front() {
            let _ = catch_panic(|| drop(task));
        }
    }
}

impl Default for Loop {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Loop {
    /// True if both are handles of the same loop.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Loop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loop")
            .field("tasks", &self.numbers())
            .field("steps", &self.steps())
            .finish_non_exhaustive()
    }
}
