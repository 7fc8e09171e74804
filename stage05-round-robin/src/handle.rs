//! A handle: how the code outside of the loop learns of a task's result.

use crate::{Task, until};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Result, Routine, co, eprintln,
};
use stage04::{catch_panic, drop_ended};
use std::{
    cell::{Cell, OnceCell},
    fmt,
    rc::Rc,
};
use tracing::error;

/// Returns the result of a task that was added to a loop.
///
/// Clones are handles of the same task. The task goes on when all its handles are dropped. If it then fails, no code can see the error,
/// so it is reported on standard error, as in asyncio.
pub struct Handle<T = ()>(Rc<Outcome<T>>);

/// How a task ended.
struct Outcome<T> {
    /// Empty until the task has ended. It is set once.
    result: OnceCell<Result<T>>,
    /// True if a handle has returned the result.
    seen: Cell<bool>,
}

/// A task, and the place for its result. The loop sees neither type.
struct Body<C, T> {
    /// `None` after the end: the task is dropped there, and a panic of its `Drop` is caught.
    task: Option<C>,
    outcome: Rc<Outcome<T>>,
}

/// Wraps a task for the loop, and returns its handle.
pub(crate) fn prepare<T: 'static>(task: impl Task<T> + 'static) -> (Routine<()>, Handle<T>) {
    let outcome = Rc::new(Outcome {
        result: OnceCell::new(),
        seen: Cell::new(false),
    });
    let handle = Handle(outcome.clone());
    let task = Some(task);
    (Box::new(Body { task, outcome }), handle)
}

// ANCHOR: Body
impl<C: Task<T>, T> Coroutine<Result> for Body<C, T> {
    type Yield = ();
    type Return = Result;

    /// One step of the task. A panic becomes the task's error.
    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result> {
        let task = self.task.as_mut().expect("resumed after the end");
        let result = match catch_panic(|| task.resume(sent)) {
            Ok(Yielded(())) => return Yielded(()),
            Ok(Complete(result)) => result,
            Err(panicked) => Err(panicked.into()),
        };
        let result = drop_ended(self.task.take(), result);
        let ended = result.as_ref().map(|_| ()).map_err(Clone::clone);
        let _ = self.outcome.result.set(result); // a task ends once
        Complete(ended)
    }
}
// ANCHOR_END: Body

impl<T> Handle<T> {
    /// True if the task has ended.
    pub fn done(&self) -> bool {
        self.0.result.get().is_some()
    }

    /// Returns the task's result, or `None` until the task has ended. An error that was returned here is not reported any more.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        let result = self.0.result.get()?;
        self.0.seen.set(true);
        Some(result.clone())
    }

    /// Waits until the task has ended, and returns its result; at once if it has ended already.
    ///
    /// # Errors
    ///
    /// The error that the task raised.
    pub fn join(&self) -> impl Task<T> + use<T>
    where
        T: Clone,
    {
        let handle = self.clone();
        co(async move |y| y.yield_from(until(move || handle.result())).await?)
    }

    /// Takes the result out, without a clone. `None` if the task has not ended, or has other handles.
    pub(crate) fn take(mut self) -> Option<Result<T>> {
        Rc::get_mut(&mut self.0)?.result.take()
    }
}

impl<T> Drop for Outcome<T> {
    /// The error's `Display`, an observer of the event and the drop of a result are user code, and may panic. This may run while another
    /// panic unwinds, so each is caught.
    fn drop(&mut self) {
        if let (Some(Err(exception)), false) = (self.result.get(), self.seen.get()) {
            let _ = catch_panic(|| report(exception));
        }
        let _ = catch_panic(|| drop(self.result.take()));
    }
}

fn report(exception: &Exception) {
    let exception = exception.to_string();
    eprintln!("Task exception was never retrieved: {exception}");
    error!(target: "event_loop", %exception, "task exception was never retrieved");
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Handle(self.0.clone())
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.result.get() {
            None => "Handle(running)",
            Some(Ok(_)) => "Handle(returned)",
            Some(Err(_)) => "Handle(raised)",
        })
    }
}
