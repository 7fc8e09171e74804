//! A spawned future in its box: running, then ended, then empty.

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

/// How a task ended.
pub(crate) type Outcome<T> = Result<T, JoinError>;

/// A future of any type, and later its outcome, as the executor holds it. No panic of the future's gets out of here.
pub(crate) trait Job {
    /// Polls the future, and drops it when it has ended. Only while it runs.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()>;

    /// Drops the future, so that the outcome is a cancellation. Only while it runs.
    fn cancel(self: Pin<&mut Self>);

    /// The name of the future's type.
    fn name(&self) -> &'static str;

    /// Moves the outcome into an `Option<Outcome<T>>`: only the caller knows `T`.
    fn take(self: Pin<&mut Self>, outcome: &mut dyn Any);
}

// ANCHOR: Spawned
pin_project! {
    /// The one allocation of a task. What it held last is gone before the next takes its place.
    #[project = State]
    pub(crate) enum Spawned<F: Future> {
        Running { #[pin] future: F },
        Ended { outcome: Option<Outcome<F::Output>> },
    }
}

impl<F: Future<Output: 'static>> Job for Spawned<F> {
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let State::Running { future } = self.as_mut().project() else {
            unreachable!("an ended task is not polled");
        };
        let outcome = match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => Ok(output),
            Err(panic) => Err(JoinError::panicked(panic)),
        };
        self.end(outcome);
        Poll::Ready(())
    }

    fn cancel(self: Pin<&mut Self>) {
        self.end(Err(JoinError::cancelled()));
    }

    fn name(&self) -> &'static str {
        type_name::<F>()
    }

    fn take(self: Pin<&mut Self>, outcome: &mut dyn Any) {
        if let State::Ended { outcome: mine } = self.project() {
            let theirs: Option<&mut Option<_>> = outcome.downcast_mut();
            *theirs.expect("the handle has the type of its task") = mine.take();
        }
    }
}
// ANCHOR_END: Spawned

impl<F: Future> Spawned<F> {
    /// Drops the future. If that panics, so did the task.
    fn end(mut self: Pin<&mut Self>, outcome: Outcome<F::Output>) {
        let empty = Spawned::Ended { outcome: None };
        let dropped = catch_unwind(AssertUnwindSafe(|| self.as_mut().set(empty)));
        let outcome = match dropped {
            Ok(()) => outcome,
            Err(panic) => {
                catch_panic(|| drop(outcome));
                Err(JoinError::panicked(panic))
            }
        };
        if let State::Ended { outcome: mine } = self.project() {
            *mine = Some(outcome);
        }
    }
}

pin_project! {
    /// A task that was spawned from elsewhere: it sends its outcome there, so nothing is left of it here. By then its
    /// future is gone.
    pub(crate) struct Reporting<F: Future> {
        #[pin] task: Spawned<Abortable<F>>,
        report: Option<Report<F::Output>>,
    }
}

impl<F: Future> Reporting<F> {
    pub(crate) fn new(future: Abortable<F>, report: Report<F::Output>) -> Self {
        Reporting {
            task: Spawned::Running { future },
            report: Some(report),
        }
    }
}

impl<F: Future<Output: 'static>> Reporting<F> {
    fn send(self: Pin<&mut Self>) {
        let this = self.project();
        let mut ended: Option<Outcome<Result<F::Output, Aborted>>> = None;
        this.task.take(&mut ended);
        if let Some((report, ended)) = this.report.take().zip(ended) {
            report.send(ended.and_then(|output| output.map_err(|Aborted| JoinError::cancelled())));
        }
    }
}

impl<F: Future<Output: 'static>> Job for Reporting<F> {
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
    fn take(self: Pin<&mut Self>, _: &mut dyn Any) {}
}
