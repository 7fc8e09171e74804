//! What is left of a task outside the loop: how it ended.

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

/// A task that was added: for whoever wants to know how it ended.
///
/// Clones are handles of the same task. It goes on when all its handles are gone. If it then fails, nobody could hear of it:
/// that is reported on standard error, as in asyncio.
pub struct Handle<T = ()>(Rc<Outcome<T>>);

/// How a task ended.
struct Outcome<T> {
    /// Empty until it has ended; it never changes again.
    result: OnceCell<Result<T>>,
    /// True if the result has been asked for since.
    seen: Cell<bool>,
}

/// A task, and where its outcome goes: the last place that knows its type.
struct Body<C, T> {
    /// Dropped as soon as it ends, where a panic of its `Drop` is caught like any other.
    task: Option<C>,
    outcome: Rc<Outcome<T>>,
}

/// A task for the loop, and its handle.
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

    /// A turn of the task. A panic ends it, and nobody else: it is kept as the task's error.
    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result> {
        let task = self.task.as_mut().expect("resumed after the end");
        let result = match catch_panic(|| task.resume(sent)) {
            Ok(Yielded(())) => return Yielded(()),
            Ok(Complete(result)) => result,
            Err(panicked) => Err(panicked.into()),
        };
        let result = drop_ended(self.task.take(), result);
        let ended = result.as_ref().map(|_| ()).map_err(Clone::clone);
        let _ = self.outcome.result.set(result); // it ends once
        Complete(ended)
    }
}
// ANCHOR_END: Body

impl<T> Handle<T> {
    /// Whether it has ended.
    pub fn done(&self) -> bool {
        self.0.result.get().is_some()
    }

    /// What it returned or raised; `None` until it has ended. Who calls this has seen the error, if it is one.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        let result = self.0.result.get()?;
        self.0.seen.set(true);
        Some(result.clone())
    }

    /// Waits until it has ended, and gives what it returned; at once if it has ended already.
    ///
    /// # Errors
    ///
    /// What it raised.
    pub fn join(&self) -> impl Task<T> + use<T>
    where
        T: Clone,
    {
        let handle = self.clone();
        co(async move |y| y.yield_from(until(move || handle.result())).await?)
    }

    /// The same result, once and without a copy: of a task that has ended, by its only handle.
    pub(crate) fn take(mut self) -> Option<Result<T>> {
        Rc::get_mut(&mut self.0)?.result.take()
    }
}

impl<T> Drop for Outcome<T> {
    /// An error's text, an observer of the event and a result that was never taken are user code, and this may run while another
    /// panic unwinds.
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
