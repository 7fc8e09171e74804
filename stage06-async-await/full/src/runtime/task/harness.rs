//! A spawned future in its box: running, then finished.

use crate::runtime::task::error::{JoinError, Outcome};
use crate::util::panic::{catch_panic, catch_payload};
use pin_project_lite::pin_project;
use std::any::{Any, type_name};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future of any type, and later its outcome, as the executor holds it. No panic of the future gets out of here.
pub(crate) trait RawTask {
    /// The type of the future.
    fn name(&self) -> &'static str;

    /// Polls the future, and drops it when it is ready. Only while it is running.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()>;

    /// Drops the future, so that the outcome is a cancellation. Only while it is running.
    fn cancel(self: Pin<&mut Self>);

    /// Moves the outcome into an `Option<Outcome<T>>`: only the caller knows `T`.
    fn take_output(self: Pin<&mut Self>, outcome: &mut dyn Any);

    /// Takes the future out of an `Option<F>`, if this is an empty box for an `F`.
    fn refill(self: Pin<&mut Self>, future: &mut dyn Any);
}

/// Where the outcome of a task goes when it is complete.
pub(crate) trait Deliver<T> {
    /// Returns the outcome if the task is to keep it.
    fn deliver(&mut self, outcome: Outcome<T>) -> Option<Outcome<T>>;
}

/// The task keeps its outcome for a handle on the same thread.
pub(crate) struct Keep;

impl<T> Deliver<T> for Keep {
    fn deliver(&mut self, outcome: Outcome<T>) -> Option<Outcome<T>> {
        Some(outcome)
    }
}

// ANCHOR: Harness
pin_project! {
    /// The one allocation of a task.
    pub(crate) struct Harness<F: Future, D> {
        #[pin]
        stage: Stage<F>,
        deliver: D,
    }
}

pin_project! {
    /// The outcome takes the place of the future.
    #[project = StageProject]
    enum Stage<F: Future> {
        Running { #[pin] future: F },
        Finished { outcome: Option<Outcome<F::Output>> },
    }
}

impl<F: Future<Output: 'static> + 'static, D: Deliver<F::Output>> RawTask for Harness<F, D> {
    fn name(&self) -> &'static str {
        type_name::<F>()
    }

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let StageProject::Running { future } = self.as_mut().project().stage.project() else {
            unreachable!("a finished task is not polled");
        };
        match catch_payload(|| future.poll(context)) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => self.complete(Ok(output)),
            Err(panic) => self.complete(Err(JoinError::panicked(panic))),
        }
        Poll::Ready(())
    }

    fn cancel(self: Pin<&mut Self>) {
        self.complete(Err(JoinError::cancelled()));
    }

    fn take_output(self: Pin<&mut Self>, outcome: &mut dyn Any) {
        if let StageProject::Finished { outcome: ours } = self.project().stage.project() {
            let theirs: Option<&mut Option<_>> = outcome.downcast_mut();
            *theirs.expect("the handle has the type of its task") = ours.take();
        }
    }

    fn refill(self: Pin<&mut Self>, future: &mut dyn Any) {
        if let Some(Some(future)) = future.downcast_mut::<Option<F>>().map(Option::take) {
            self.project().stage.set(Stage::Running { future });
        }
    }
}
// ANCHOR_END: Harness

impl<F: Future, D: Deliver<F::Output>> Harness<F, D> {
    pub(crate) fn new(future: F, deliver: D) -> Self {
        let stage = Stage::Running { future };
        Harness { stage, deliver }
    }

    /// Drops the future, then delivers the outcome. If the drop panics, so did the task.
    fn complete(self: Pin<&mut Self>, mut outcome: Outcome<F::Output>) {
        let mut this = self.project();
        let empty = Stage::Finished { outcome: None };
        if let Err(panic) = catch_payload(|| this.stage.as_mut().set(empty)) {
            catch_panic(|| drop(outcome));
            outcome = Err(JoinError::panicked(panic));
        }
        if let StageProject::Finished { outcome: kept } = this.stage.project() {
            *kept = this.deliver.deliver(outcome);
        }
    }
}
