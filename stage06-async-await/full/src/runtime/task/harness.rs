//! A spawned future in its box: running, then finished, then empty.

use crate::{
    runtime::task::{join::JoinError, send_join::Report},
    util::panic::catch_panic,
};
use futures::future::{Abortable, Aborted};
use pin_project_lite::pin_project;
use std::{
    any::{Any, type_name},
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, ready},
};

/// How a task finished.
pub(crate) type Outcome<T> = Result<T, JoinError>;

/// A future of any type, and later its outcome, as the executor holds it. No panic of the future's gets out of here.
pub(crate) trait RawTask {
    /// Polls the future, and drops it when it has finished. Only while it runs.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()>;

    /// Drops the future, so that the outcome is a cancellation. Only while it runs.
    fn cancel(self: Pin<&mut Self>);

    /// The name of the future's type.
    fn name(&self) -> &'static str;

    /// Moves the outcome into an `Option<Outcome<T>>`: only the caller knows `T`.
    fn take_output(self: Pin<&mut Self>, outcome: &mut dyn Any);
}

// ANCHOR: Stage
pin_project! {
    /// The one allocation of a task. What it held last is gone before the next takes its place.
    #[project = StageProject]
    pub(crate) enum Stage<F: Future> {
        Running { #[pin] future: F },
        Finished { outcome: Option<Outcome<F::Output>> },
    }
}

impl<F: Future<Output: 'static>> RawTask for Stage<F> {
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let StageProject::Running { future } = self.as_mut().project() else {
            unreachable!("an ended task is not polled");
        };
        let outcome = match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => Ok(output),
            Err(panic) => Err(JoinError::panicked(panic)),
        };
        self.complete(outcome);
        Poll::Ready(())
    }

    fn cancel(self: Pin<&mut Self>) {
        self.complete(Err(JoinError::cancelled()));
    }

    fn name(&self) -> &'static str {
        type_name::<F>()
    }

    fn take_output(self: Pin<&mut Self>, outcome: &mut dyn Any) {
        if let StageProject::Finished { outcome: mine } = self.project() {
            let theirs: Option<&mut Option<_>> = outcome.downcast_mut();
            *theirs.expect("the handle has the type of its task") = mine.take();
        }
    }
}
// ANCHOR_END: Stage

impl<F: Future> Stage<F> {
    /// Drops the future. If that panics, so did the task.
    fn complete(mut self: Pin<&mut Self>, outcome: Outcome<F::Output>) {
        let empty = Stage::Finished { outcome: None };
        let dropped = catch_unwind(AssertUnwindSafe(|| self.as_mut().set(empty)));
        let outcome = match dropped {
            Ok(()) => outcome,
            Err(panic) => {
                catch_panic(|| drop(outcome));
                Err(JoinError::panicked(panic))
            }
        };
        if let StageProject::Finished { outcome: mine } = self.project() {
            *mine = Some(outcome);
        }
    }
}

pin_project! {
    /// A task that was spawned from elsewhere: it sends its outcome there, so nothing is left of it here. By then its
    /// future is gone.
    pub(crate) struct Harness<F: Future> {
        #[pin] task: Stage<Abortable<F>>,
        report: Option<Report<F::Output>>,
    }
}

impl<F: Future> Harness<F> {
    pub(crate) fn new(future: Abortable<F>, report: Report<F::Output>) -> Self {
        Harness {
            task: Stage::Running { future },
            report: Some(report),
        }
    }
}

impl<F: Future<Output: 'static>> Harness<F> {
    fn send(self: Pin<&mut Self>) {
        let this = self.project();
        let mut outcome: Option<Outcome<Result<F::Output, Aborted>>> = None;
        this.task.take_output(&mut outcome);
        if let Some((report, outcome)) = this.report.take().zip(outcome) {
            report
                .send(outcome.and_then(|output| output.map_err(|Aborted| JoinError::cancelled())));
        }
    }
}

impl<F: Future<Output: 'static>> RawTask for Harness<F> {
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        ready!(self.as_mut().project().task.poll(context));
        self.send();
        Poll::Ready(())
    }

    fn cancel(mut self: Pin<&mut Self>) {
        self.as_mut().project().task.cancel();
        self.send();
    }

    fn name(&self) -> &'static str {
        type_name::<F>()
    }

    /// It has been sent.
    fn take_output(self: Pin<&mut Self>, _: &mut dyn Any) {}
}
