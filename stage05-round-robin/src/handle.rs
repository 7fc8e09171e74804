//! What is left of a task outside the loop: how it ended.

use crate::{Panicked, Task, until};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, Routine, co,
};
use std::{
    cell::{Cell, RefCell},
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
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
    /// `None` until it has ended; it never changes again.
    result: RefCell<Option<Result<T>>>,
    /// Whether somebody has asked for the result since.
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
        result: RefCell::new(None),
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
        let turn = catch_unwind(AssertUnwindSafe(|| {
            let state = self
                .task
                .as_mut()
                .expect("resumed after the end")
                .resume(sent);
            if matches!(state, Complete(_)) {
                self.task = None;
            }
            state
        }));
        let result = match turn {
            Ok(Yielded(())) => return Yielded(()),
            Ok(Complete(result)) => result,
            Err(panic) => Err(Panicked::new(&*panic).into()),
        };
        let ended = result.as_ref().map(|_| ()).map_err(Clone::clone);
        self.outcome.result.replace(Some(result));
        Complete(ended)
    }
}
// ANCHOR_END: Body

impl<T> Handle<T> {
    /// Whether it has ended.
    pub fn done(&self) -> bool {
        self.0.result.borrow().is_some()
    }

    /// What it returned or raised; `None` until it has ended. Who calls this has seen the error, if it is one.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        let result = self.0.result.borrow().clone();
        self.0.seen.set(result.is_some());
        result
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

    /// The same result, once and without a copy.
    pub(crate) fn take(self) -> Option<Result<T>> {
        self.0.result.take()
    }
}

impl<T> Drop for Outcome<T> {
    fn drop(&mut self) {
        if let (Some(Err(exception)), false) = (self.result.get_mut(), self.seen.get()) {
            error!(target: "event_loop", %exception, "task exception was never retrieved");
            eprintln!("Task exception was never retrieved: {exception}");
        }
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Handle(self.0.clone())
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self.0.result.borrow() {
            None => "Handle(running)",
            Some(Ok(_)) => "Handle(returned)",
            Some(Err(_)) => "Handle(raised)",
        })
    }
}
