//! A task: who resumes a coroutine, and when. Its `step` is a callback.

use crate::{Await, Awaitable, Cancelled, Panicked, Wait};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, Result, Routine,
};
use stage02::{EventLoop, Future, catch_panic, drop_in_turn};
use std::{cell::Cell, fmt, rc::Rc};
use tracing::{debug, trace};

/// A coroutine that is being carried to its end.
///
/// Whenever the coroutine pauses, it yields what it waits for, and the task hangs its own `step` on that: resume, hang,
/// return. Nobody waits in between. The coroutine's return value, or what it raised, becomes the result of the task's
/// [`future`](Self::future), so a task is something to wait for too.
///
/// It is a handle: clones are the same task. Dropping all of them does not stop it, because what it waits for owns it;
/// [`cancel`](Self::cancel) stops it. If that is never done, neither is the task, and nobody is told. Tasks
/// that wait for each other, or for a future that only they hold, own each other, and stay when the loop is dropped: to
/// give a loop up, cancel them and run it to its end.
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
/// If the coroutine panics, or what it waits for does, the task ends with [`Panicked`]; the loop and all other tasks go on. A task must not run
/// the loop that runs it. An exception that nobody asks for is reported as [`Future`] says, except [`Cancelled`].
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
    /// The coroutine. `None` while it runs, and from its end on.
    body: Cell<Option<Body<T>>>,
    /// How many steps have begun. A wake that was hung up for an earlier step finds another number here: it is stale.
    turn: Cell<u64>,
    /// The next step throws [`Cancelled`]. A flag, since a wake that is queued already may come before the one that
    /// [`cancel`](Task::cancel) queues and make that one stale.
    cancelling: Cell<bool>,
    /// A future that is done. What is hung on it runs in the next turn of the loop: the first step does, and a cancel.
    now: Future,
    /// Set when the coroutine has ended, and dropped.
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
            turn: Cell::new(0),
            cancelling: Cell::new(false),
            now,
            future: Future::new(event_loop),
        }));
        task.step_when_done(&task.0.now);
        task
    }

    /// The result that is to come. It is the task's to set.
    pub fn future(&self) -> Future<T> {
        self.0.future.clone()
    }

    /// A coroutine that waits until the task has ended, and returns or raises what the task did.
    pub fn join(&self) -> Await<T> {
        Await::new(&self.0.future)
    }

    /// Whether it has ended.
    pub fn done(&self) -> bool {
        self.0.future.done()
    }

    /// Throws [`Cancelled`] into the coroutine, in the next turn of the loop, at the place where it is paused by then.
    ///
    /// A coroutine that has not started never will. One that catches the exception may clean up, wait for more, and
    /// end as it likes: this is a request. What the coroutine waits for, another task for example, is not cancelled.
    ///
    /// Gives whether there was anything to cancel: `false` if the task has ended. If it ends before the next turn, its
    /// result stands. Cancelling twice in one turn is cancelling once.
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

    /// Runs the coroutine to its next pause, and hangs itself on what that waits for.
    // ANCHOR: step
    fn step(&self, turn: u64) {
        let Some(mut body) = self.begin(turn) else {
            return; // a stale wake
        };
        match self.resume(&mut body) {
            Yielded(wait) => {
                self.0.body.set(Some(body));
                self.step_when_done(&*wait);
            }
            Complete(result) => self.end(Some(body), result),
        }
    }

    fn step_when_done(&self, wait: &dyn Awaitable) {
        let (task, turn) = (self.clone(), self.0.turn.get());
        wait.wake_when_done(Box::new(move || task.guarded_step(turn)));
        trace!(target: "event_loop", task = self.0.id, turn, "wait");
    }
    // ANCHOR_END: step

    // ANCHOR: begin
    /// The coroutine, if it is this turn's and has not ended.
    fn begin(&self, turn: u64) -> Option<Body<T>> {
        if turn != self.0.turn.get() {
            return None;
        }
        let body = self.0.body.take()?;
        self.0.turn.set(turn + 1);
        trace!(target: "event_loop", task = self.0.id, turn, "step");
        Some(body)
    }
    // ANCHOR_END: begin

    // ANCHOR: resume
    /// One turn of the coroutine, into which a cancel throws. A panic is what it raised.
    fn resume(&self, body: &mut Body<T>) -> CoroutineState<Wait, Result<T>> {
        let sent = match self.0.cancelling.take() {
            true => Err(Cancelled.into()),
            false => Ok(()),
        };
        let turn = catch_panic(|| body.resume(sent))
            .unwrap_or_else(|panic| Complete(Err(Panicked(panic).into())));
        if let Yielded(_) = turn {
            trace!(target: "event_loop", task = self.0.id, "yield");
        }
        turn
    }
    // ANCHOR_END: resume

    /// A step, as the loop calls it. What a wait or an observer panics with ends this task and no other.
    fn guarded_step(&self, turn: u64) {
        if let Err(panic) = catch_panic(|| self.step(turn))
            && !self.done()
        {
            let body = self.0.body.take();
            let _ = catch_panic(|| self.end(body, Err(Panicked(panic).into())));
        }
    }

    /// Drops the coroutine, and sets the result. A cancel is no exception that was never retrieved: it was asked for.
    fn end(&self, body: Option<Body<T>>, result: Result<T>) {
        drop_in_turn(body);
        let cancelled = matches!(&result, Err(error) if error.is::<Cancelled>());
        debug!(target: "event_loop", task = self.0.id, ok = result.is_ok(), "complete");
        let _ = match result {
            Ok(value) => self.0.future.set_result(value),
            Err(error) => self.0.future.set_exception(error),
        };
        if cancelled {
            let _seen = self.0.future.result();
        }
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
        write!(f, "Task({}, {:?})", self.0.id, self.0.future)
    }
}
