//! The loop: a carousel of tasks that others may come aboard while it turns.

use crate::{Clock, Handle, Monotonic, NoLoop, Task, handle::prepare};
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

/// Tasks that take turns, one step each, in the order in which they stand in the queue.
///
/// The loop knows nothing of what they wait for. Every task looks for itself when its turn comes, so anyone may invent a
/// wait; and while all of them wait, the loop turns as fast as it can.
///
/// It is a handle: clones are the same loop. A task that keeps one is owned by the loop it owns, and neither is ever dropped
/// if the task does not end: ask for [`Loop::current`] each time.
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
    /// Everyone who has not ended, apart from who has the turn.
    queue: RefCell<VecDeque<Added>>,
    clock: Rc<dyn Clock>,
    /// How many tasks were ever added: the name of the next.
    added: Cell<u64>,
    /// How many steps were ever taken.
    steps: Cell<u64>,
}

/// A task in the queue. The number is what the events call it.
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

    /// Puts a task at the end of the queue: its first turn comes when everyone who is there has had one.
    pub fn add_task<T: 'static>(&self, task: impl Task<T> + 'static) -> Handle<T> {
        let (task, handle) = prepare(task);
        let number = self.0.added.replace(self.0.added.get() + 1);
        self.push(Added(number, task));
        debug!(target: "event_loop", task = number, "add");
        handle
    }

    /// Runs a task, and all others with it, until that one has ended. The others stay where they are.
    ///
    /// The document's runs until nobody is left, and drops the result.
    ///
    /// # Errors
    ///
    /// What the task raised, or [`Panicked`](crate::Panicked).
    pub fn run_task<T: 'static>(&self, task: impl Task<T> + 'static) -> Result<T> {
        let main = self.add_task(task);
        let _here = Here::enter(self);
        while !main.done() {
            self.round();
        }
        main.take().expect("it is done")
    }

    /// Runs all tasks until none is left. One that fails or panics ends nobody else's: its handle knows.
    ///
    /// # Panics
    ///
    /// When an observer of the loop's events or its [`Clock`] does. Every task then keeps its turn, and the loop may be run again.
    // ANCHOR: run
    pub fn run(&self) {
        let _here = Here::enter(self);
        while self.tasks() > 0 {
            self.round();
        }
    }

    /// A round: everyone who is there now takes one step, and goes to the end of the queue.
    fn round(&self) {
        for Added(number, mut task) in (0..self.tasks()).map_while(|_| self.pop()) {
            match task.resume(Ok(())) {
                Yielded(()) => self.push(Added(number, task)),
                Complete(result) => complete(number, task, result),
            }
        }
        self.0.clock.round_ended();
    }
    // ANCHOR_END: run

    /// The loop that runs the task that asks. A loop that runs inside of another one's task hides it for as long as it runs.
    ///
    /// # Errors
    ///
    /// [`NoLoop`] outside of a loop.
    pub fn current() -> Result<Loop, NoLoop> {
        let current = CURRENT.try_with(|current| current.borrow().clone());
        current.ok().flatten().ok_or(NoLoop) // also while the thread ends
    }

    /// The time since the loop's clock was made.
    pub fn now(&self) -> Duration {
        self.0.clock.now()
    }

    /// The loop's clock.
    pub fn clock(&self) -> Rc<dyn Clock> {
        self.0.clock.clone()
    }

    /// How many tasks are in the queue: everyone who has not ended, apart from who has the turn.
    pub fn tasks(&self) -> usize {
        self.0.queue.borrow().len()
    }

    /// How many steps all tasks together have taken: the loop's work, whether it was of use or not.
    pub fn steps(&self) -> u64 {
        self.0.steps.get()
    }

    fn push(&self, task: Added) {
        self.0.queue.borrow_mut().push_back(task);
    }

    /// Whose turn it is. A method of its own, because `while let … = queue.borrow_mut().pop_front()` would keep the queue borrowed while
    /// the task runs.
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

thread_local! {
    /// The innermost loop that runs on this thread.
    static CURRENT: RefCell<Option<Loop>> = const { RefCell::new(None) };
}

// ANCHOR: Here
/// A loop runs here, for as long as this lives. Then the one is current again that was before: also after a panic.
struct Here(Option<Loop>);

impl Here {
    fn enter(event_loop: &Loop) -> Self {
        Here(CURRENT.replace(Some(event_loop.clone())))
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let _left = CURRENT.replace(self.0.take());
    }
}
// ANCHOR_END: Here

impl Default for Loop {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Loop {
    /// Whether both are handles of the same loop.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Loop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loop")
            .field("tasks", &self.tasks())
            .field("steps", &self.steps())
            .finish_non_exhaustive()
    }
}
