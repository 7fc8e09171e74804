//! The bridge to `std::future`: a future is a task, and a poll is a turn.

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

/// Runs a future as a task: each turn polls it once.
///
/// There is nothing to translate but names. `Poll::Pending` is a pause, `Poll::Ready` is the end, and the state machine that
/// the compiler makes of an `async` block is the one that stage 1 wrote by hand. So an `async fn` *is* stage 1's generator, and a
/// poll is a turn.
///
/// What it leaves out is the [`Waker`], which could say when another poll is worth it. This one does nothing when it is woken:
/// the loop polls again in any case.
///
/// ```
/// use stage05::{Loop, awaited, interrupt, polled};
///
/// let task = polled(async {
///     awaited(interrupt()).await?; // any task of this stage can be awaited
///     Ok(42)
/// });
/// assert_eq!(Loop::new().run_task(task)?, 42);
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// # Errors
///
/// What the future raised.
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

/// The way back: a task as a future, so that an `async` block can await it. Each poll is a turn.
///
/// It never wakes anybody. So it goes on only where everybody is polled again and again, as [`polled`] does on this loop: a
/// runtime that waits for a wake-up would wait for ever.
///
/// # Errors
///
/// What the task raised.
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
