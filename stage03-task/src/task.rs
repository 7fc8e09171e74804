//! A task resumes its coroutine, and registers its next `step` as a callback with what the coroutine waits for.

use crate::{Await, Awaitable, Cancelled, Panicked, Wait};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, Result, Routine,
};
use stage02::{EventLoop, Future, catch_panic, drop_in_turn};
use std::{cell::Cell, fmt, rc::Rc};
use tracing::{debug, trace};

/// Carries a coroutine from its first line to its last.
///
/// At each pause the coroutine yields what it waits for, and the task registers its next `step` there. The coroutine's
/// return value, or what it raised, becomes the result of the task's [`future`](Self::future), so a task is something
/// to wait for too.
///
/// It is a handle: clones are the same task. Dropping all handles does not stop the task, because what it waits for
/// owns it; [`cancel`](Self::cancel) stops it. A task that waits for something that never happens is never done, and
/// nothing reports it. Tasks that wait for each other, or for a future that only they hold, own each other, and are not
/// dropped with the loop: before you drop a loop, cancel its tasks and run it to its end.
///
/// ```
/// use stage01::co;
/// use stage02::{EventLoop, Future};
/// use stage03::{Await, Task};
///
/// let event_loop = EventLoop::new()?;
/// let answer = Future::<u32>::new(&event_loop);
/// let asked = Await::new(&answer);
/// let child = Task::spawn(&event_loop, co(async |y| {
///     Ok(y.yield_from(asked).await? + 1)
/// }));
/// let join = child.join();
/// let parent = Task::spawn(&event_loop, co(async |y| {
///     Ok(y.yield_from(join).await? * 2)
/// }));
///
/// answer.set_result(20).expect("set once");
/// event_loop.run()?;
/// assert_eq!(parent.future().result().expect("it ended")?, 42);
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// If the coroutine panics, or what it waits for does, the task ends with [`Panicked`]; the loop and all other tasks go
/// on. A task must not run the loop that runs it. An exception that is never retrieved is reported as [`Future`] says,
/// except [`Cancelled`].
///
/// Source: `Task.__step` in CPython's `Lib/asyncio/tasks.py`.
pub struct Task<T: 'static = ()>(Rc<Shared<T>>);

/// A coroutine under Python's rules: an exception that is thrown in before the first step ends it and does not start it.
type Body<T> = Generator<Routine<Wait, T>>;

// ANCHOR: Shared
/// What all handles of one task share.
struct Shared<T: 'static> {
    /// Names the task in traces.
    id: u64,
    /// The coroutine. `None` while it runs, and after its end.
    body: Cell<Option<Body<T>>>,
    /// The number of steps that have begun. A wake that was registered for an earlier step is stale.
    steps: Cell<u64>,
    /// True if the next step throws [`Cancelled`].
    cancelling: Cell<bool>,
    /// A future that is done: a callback added to it runs in the next turn of the loop.
    now: Future,
    /// Set when the coroutine has ended and has been dropped.
    future: Future<T>,
}
// ANCHOR_END: Shared

impl<T: Clone + 'static> Task<T> {
    /// Makes a task of a coroutine. Its first step runs in the next turn of the loop.
    pub fn spawn<C>(event_loop: &EventLoop, routine: C) -> Self
    where
        C: Coroutine<Result, Yield = Wait, Return = Result<T>> + 'static,
    {
        let id = next_id();
        debug!(target: "event_loop", task = id, "spawn");
        let now = Future::new(event_loop);
        let _ = now.set_result(());
        let task = Task(Rc::new(Shared {
            id,
            body: Cell::new(Some(Generator::new(Box::new(routine)))),
            steps: Cell::new(0),
            cancelling: Cell::new(false),
            now,
            future: Future::new(event_loop),
        }));
        task.step_when_done(&task.0.now);
        task
    }

    /// Returns the future that holds the result once the task has ended. Only the task sets it.
    pub fn future(&self) -> Future<T> {
        self.0.future.clone()
    }

    /// Returns a coroutine that waits until the task has ended, and returns or raises what the task did.
    pub fn join(&self) -> Await<T> {
        Await::new(&self.0.future)
    }

    /// True if the task has ended.
    pub fn done(&self) -> bool {
        self.0.future.done()
    }

    /// Throws [`Cancelled`] into the coroutine, in the next turn of the loop, at the place where it is paused by then.
    ///
    /// A coroutine that has not started never will. A coroutine may catch the exception, clean up, wait again and
    /// return a value: a cancel is a request. What the coroutine waits for, for example another task, is not cancelled.
    ///
    /// Returns `false` if the task has ended, and there is nothing to cancel. If the task ends before the next turn, its
    /// result stays. Two cancels in one turn throw once.
    ///
    /// ```
    /// # use stage01::co;
    /// # use stage02::{EventLoop, Future};
    /// # use stage03::{Await, Cancelled, Task};
    /// let event_loop = EventLoop::new()?;
    /// let never = Await::new(&Future::<()>::new(&event_loop));
    /// let task = Task::spawn(&event_loop, co(async |y| y.yield_from(never).await));
    /// event_loop.run()?; // it is paused now, and the loop has nothing to do
    /// assert!(task.cancel());
    /// event_loop.run()?;
    /// assert!(task.future().result().expect("it ended").is_err_and(|error| error.is::<Cancelled>()));
    /// # Ok::<(), stage01::Exception>(())
    /// ```
    // ANCHOR: cancel
    pub fn cancel(&self) -> bool {
        if self.done() {
            return false;
        }
        debug!(target: "event_loop", task = self.0.id, "cancel");
        self.0.cancelling.set(true);
        self.step_when_done(&self.0.now);
        true
    }
    // ANCHOR_END: cancel

    // ANCHOR: step
    /// Resumes the coroutine once, and registers the next step with what it waits for.
    fn step(&self, number: u64) {
        let Some(mut body) = self.begin(number) else {
            return; // a stale wake, or the task has ended
        };
        match self.resume(&mut body) {
            Yielded(wait) => {
                self.0.body.set(Some(body));
                self.step_when_done(&*wait);
            }
            Complete(result) => self.complete(Some(body), result),
        }
    }

    fn step_when_done(&self, wait: &dyn Awaitable) {
        let (task, number) = (self.clone(), self.0.steps.get());
        wait.wake_when_done(Box::new(move || task.guarded_step(number)));
        self.trace_wait(number);
    }

    /// Takes the coroutine out, unless this step is stale.
    fn begin(&self, number: u64) -> Option<Body<T>> {
        if number != self.0.steps.get() {
            return None;
        }
        let body = self.0.body.take()?;
        self.0.steps.set(number + 1);
        self.trace_step(number);
        Some(body)
    }
    // ANCHOR_END: step

    // ANCHOR: resume
    /// Resumes the coroutine, or throws [`Cancelled`] into it. A panic counts as an exception.
    fn resume(&self, body: &mut Body<T>) -> CoroutineState<Wait, Result<T>> {
        let sent = match self.0.cancelling.take() {
            true => Err(Cancelled.into()),
            false => Ok(()),
        };
        let state = catch_panic(|| body.resume(sent))
            .unwrap_or_else(|panic| Complete(Err(Panicked(panic).into())));
        self.trace_yield(&state);
        state
    }
    // ANCHOR_END: resume

    /// Runs a step as the loop calls it. If a wait or an observer panics, the panic ends this task and no other.
    fn guarded_step(&self, number: u64) {
        if let Err(panic) = catch_panic(|| self.step(number))
            && !self.done()
        {
            let body = self.0.body.take();
            let _ = catch_panic(|| self.complete(body, Err(Panicked(panic).into())));
        }
    }

    /// Drops the coroutine and sets the task's future. `Cancelled` counts as retrieved: the program asked for it.
    fn complete(&self, body: Option<Body<T>>, result: Result<T>) {
        drop_in_turn(body);
        let cancelled = matches!(&result, Err(error) if error.is::<Cancelled>());
        let _ = catch_panic(|| self.trace_complete(result.is_ok())); // the future must be set
        let _ = match result {
            Ok(value) => self.0.future.set_result(value),
            Err(error) => self.0.future.set_exception(error),
        };
        if cancelled {
            let _seen = self.0.future.result();
        }
    }

    fn trace_step(&self, number: u64) {
        trace!(target: "event_loop", task = self.0.id, number, "step");
    }

    fn trace_yield(&self, state: &CoroutineState<Wait, Result<T>>) {
        if let Yielded(_) = state {
            trace!(target: "event_loop", task = self.0.id, "yield");
        }
    }

    fn trace_complete(&self, ok: bool) {
        debug!(target: "event_loop", task = self.0.id, ok, "complete");
    }

    fn trace_wait(&self, number: u64) {
        trace!(target: "event_loop", task = self.0.id, number, "wait");
    }
}

/// Numbers the tasks of this thread, from 1: a loop never leaves its thread.
fn next_id() -> u64 {
    thread_local!(static LAST: Cell<u64> = const { Cell::new(0) });
    LAST.set(LAST.get() + 1);
    LAST.get()
}

impl<T: 'static> Drop for Shared<T> {
    /// A coroutine may own another task, which owns another coroutine.
    fn drop(&mut self) {
        drop_in_turn(self.body.take());
    }
}

impl<T: 'static> Clone for Task<T> {
    fn clone(&self) -> Self {
        Task(self.0.clone())
    }
}

impl<T: 'static> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.0.id)
            .field("steps", &self.0.steps)
            .field("cancelling", &self.0.cancelling)
            .field("future", &self.0.future)
            .finish_non_exhaustive()
    }
}
