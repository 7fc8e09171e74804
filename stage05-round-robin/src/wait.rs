//! The one wait of this stage, and what is built on it.

use crate::{Loop, Task};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, co, raising,
};
use std::{fmt, marker::PhantomData, mem, time::Duration};

/// A task that calls a closure in each step until it returns `Some`; made by [`until`].
// ANCHOR: Until
pub struct Until<T, F> {
    look: F,
    returns: PhantomData<fn() -> T>,
}
// ANCHOR_END: Until

/// Waits until `look` returns `Some(value)`, and returns the value. `None` means "not yet".
///
/// Each step of the task calls `look` once. The closure must not block: no other task takes a step while it runs.
///
/// ```
/// use stage05::{Loop, until};
///
/// let mut looks = 0;
/// let third = until(move || {
///     looks += 1;
///     (looks == 3).then_some("the third look")
/// });
/// assert_eq!(Loop::new().run_task(third)?, "the third look");
/// # Ok::<(), stage01::Exception>(())
/// ```
// ANCHOR: until
pub fn until<T, F: FnMut() -> Option<T>>(look: F) -> Until<T, F> {
    let returns = PhantomData;
    Until { look, returns }
}

impl<T, F: FnMut() -> Option<T>> Coroutine<Result> for Until<T, F> {
    type Yield = ();
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        raising(|| {
            sent?;
            match (self.look)() {
                Some(value) => Ok(Complete(Ok(value))),
                None => Ok(Yielded(())),
            }
        })
    }
}
// ANCHOR_END: until

// ANCHOR: sleep
/// Pauses once, so that each other task takes a step. Python: `asyncio.sleep(0)`.
pub fn yield_now() -> impl Task {
    let mut before = false;
    until(move || mem::replace(&mut before, true).then_some(()))
}

/// Waits until this time of the loop's clock.
///
/// # Errors
///
/// [`NoLoop`](crate::NoLoop), as only a loop has a clock.
pub fn sleep_until(deadline: Duration) -> impl Task {
    co(async move |y| {
        let clock = Loop::current()?.clock();
        y.yield_from(until(|| (clock.now() >= deadline).then_some(())))
            .await
    })
}

/// Waits for at least this long, from its first step on. Each step looks at the clock.
///
/// # Errors
///
/// As [`sleep_until`].
pub fn sleep(duration: Duration) -> impl Task {
    co(async move |y| {
        let deadline = Loop::current()?.now().saturating_add(duration);
        y.yield_from(sleep_until(deadline)).await
    })
}
// ANCHOR_END: sleep

impl<T, F> fmt::Debug for Until<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Until")
    }
}
