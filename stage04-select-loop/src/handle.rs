//! What is left of a task outside the loop: its name, and how it ended.

use crate::{Asks, Cancelled, NewTask, Panicked, Request, Slot, TaskId, catch_panic, drop_ended};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Result, eprintln,
};
use std::{
    cell::{Cell, OnceCell},
    fmt,
    rc::Rc,
};
use tracing::error;

/// A task that was started, for code that wants to wait for its end.
///
/// The loop removes a task that has ended, and its handles keep the result. So a join cannot come too late. Clones are handles of
/// the same task, and each may be joined.
///
/// A task goes on when all its handles are gone. If it then fails, no code can see the error, so it is reported on standard error, as in
/// asyncio.
pub struct Handle<T = ()> {
    id: TaskId,
    outcome: Rc<Outcome<T>>,
}

/// How a task ended.
struct Outcome<T> {
    id: Slot<TaskId>,
    /// Empty until it has ended; it never changes again.
    result: OnceCell<Result<T>>,
    /// True if the result has been asked for since.
    seen: Cell<bool>,
}

/// A task as its handles will see it, before the loop has given it a name.
pub(crate) struct Unnamed<T>(Rc<Outcome<T>>);

/// The coroutine of a task, and where its outcome goes: the last place that knows its type.
struct Body<C, T> {
    /// Dropped as soon as it ends.
    routine: Option<C>,
    outcome: Rc<Outcome<T>>,
}

/// A task for the loop, and its handle-to-be.
pub(crate) fn prepare<T: 'static>(
    name: &str,
    routine: impl Asks<T> + 'static,
) -> (NewTask, Unnamed<T>) {
    let outcome = Rc::new(Outcome {
        id: Slot::default(),
        result: OnceCell::new(),
        seen: Cell::new(false),
    });
    let body = Body {
        routine: Some(routine),
        outcome: outcome.clone(),
    };
    let new = NewTask {
        routine: Box::new(body),
        name: name.into(),
        id: outcome.id.clone(),
    };
    (new, Unnamed(outcome))
}

impl<T> Unnamed<T> {
    /// The handle of a task that has been started.
    pub(crate) fn handle(&self) -> Handle<T> {
        Handle {
            id: self
                .0
                .id
                .get()
                .expect("the loop gives a task its id before it resumes the task that spawned it"),
            outcome: self.0.clone(),
        }
    }
}

impl<C: Asks<T>, T> Coroutine<Result> for Body<C, T> {
    type Yield = Request;
    type Return = Result;

    /// A step of the task. A panic ends this task alone, and is kept as its error.
    fn resume(&mut self, sent: Result) -> CoroutineState<Request, Result> {
        let Some(routine) = &mut self.routine else {
            return Complete(Err(Panicked("resumed after its end".into()).into()));
        };
        let result = match catch_panic(|| routine.resume(sent)) {
            Ok(Yielded(request)) => return Yielded(request),
            Ok(Complete(result)) => result,
            Err(panicked) => Err(panicked.into()),
        };
        let result = drop_ended(self.routine.take(), result);
        let ended = result.as_ref().map(|_| ()).map_err(Clone::clone);
        let _ = self.outcome.result.set(result); // it ends once
        Complete(ended)
    }
}

impl<T> Handle<T> {
    /// The task's name.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// True if it has ended.
    pub fn done(&self) -> bool {
        self.outcome.result.get().is_some()
    }

    /// What it returned or raised; `None` until it has ended. An error that was returned here is not reported.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        let result = self.outcome.result.get()?;
        self.outcome.seen.set(true);
        Some(result.clone())
    }

    /// The same, once and without a copy: of a task that has ended, by its only handle.
    pub(crate) fn take(mut self) -> Option<Result<T>> {
        Rc::get_mut(&mut self.outcome)?.result.take()
    }
}

impl<T> Drop for Outcome<T> {
    /// An error's text, an observer of the event and a result that was never taken are user code, and this may run while another
    /// panic unwinds.
    fn drop(&mut self) {
        if let (Some(Err(exception)), false, Some(id)) =
            (self.result.get(), self.seen.get(), self.id.get())
            && !exception.is::<Cancelled>()
        {
            let _ = catch_panic(|| report(id, exception));
        }
        let _ = catch_panic(|| drop(self.result.take()));
    }
}

fn report(id: TaskId, exception: &Exception) {
    let exception = exception.to_string();
    eprintln!("Task exception was never retrieved: {id}: {exception}");
    error!(target: "event_loop", task = id.number, %exception, "task exception was never retrieved");
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Handle {
            id: self.id,
            outcome: self.outcome.clone(),
        }
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.outcome.result.get() {
            None => "running",
            Some(Ok(_)) => "returned",
            Some(Err(_)) => "raised",
        };
        write!(f, "Handle({}, {state})", self.id)
    }
}
