//! The bridge to `std::future`: a future is a task, and a poll is a step.

use crate::Task;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, Waker},
};

// ANCHOR: polled
/// A future as a task; made by [`polled`].
pub struct Polled<F>(Pin<Box<F>>);

/// Runs a future as a task: each step polls it once.
///
/// Only names have to be translated. `Poll::Pending` is a pause, `Poll::Ready` is the end, and the compiler makes of an `async` block the
/// kind of state machine that stage 1 wrote by hand.
///
/// `poll` also takes a [`Waker`], with which a future can say when another poll is worth it. This one does nothing: the loop polls
/// again in any case.
///
/// ```
/// use stage05::{Loop, awaited, yield_now, polled};
///
/// let task = polled(async {
///     awaited(yield_now()).await?; // any task of this stage can be awaited
///     Ok(42)
/// });
/// assert_eq!(Loop::new().run_task(task)?, 42);
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// # Errors
///
/// The error that the future returned.
///
/// Source: `std::future::Future::poll`, `std::task::Waker::noop`.
pub fn polled<T, F: Future<Output = Result<T>>>(future: F) -> Polled<F> {
    Polled(Box::pin(future))
}

impl<T, F: Future<Output = Result<T>>> Coroutine<Result> for Polled<F> {
    type Yield = ();
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        raising(|| {
            sent?;
            let mut context = Context::from_waker(Waker::noop());
            match self.0.as_mut().poll(&mut context) {
                Poll::Pending => Ok(Yielded(())),
                Poll::Ready(result) => Ok(Complete(result)),
            }
        })
    }
}
// ANCHOR_END: polled

/// The way back: a task as a future, so that an `async` block can await it. Each poll is a step.
///
/// It never calls the waker. On this loop that does not matter, since every task is polled in each turn. A runtime that polls only after
/// a wake would never poll it again.
///
/// # Errors
///
/// The error that the task raised.
pub async fn awaited<T>(mut task: impl Task<T>) -> Result<T> {
    poll_fn(|_| match task.resume(Ok(())) {
        Yielded(()) => Poll::Pending,
        Complete(result) => Poll::Ready(result),
    })
    .await
}

impl<F> fmt::Debug for Polled<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Polled")
    }
}
