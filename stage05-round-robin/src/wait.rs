//! The one wait there is, and what is made of it.

use crate::{Loop, Task};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, co, raising,
};
use std::{fmt, marker::PhantomData, mem, time::Duration};

/// A task that looks once in each turn, until it sees what it waits for; made by [`until`].
pub struct Until<T, F> {
    look: F,
    sees: PhantomData<fn() -> T>,
}

/// Waits until `look` sees something, and gives that.
///
/// This is the only way to wait, and it is open to all: whatever can be looked at can be waited for. It must not block, as the
/// others have no turn while it looks.
///
/// ```
/// use stage05::{Loop, until};
///
/// let (letters, post) = std::sync::mpsc::channel();
/// letters.send("hello").unwrap();
/// let letter = Loop::new().run_task(until(move || post.try_recv().ok()))?; // nobody told the loop about channels
/// assert_eq!(letter, "hello");
/// # Ok::<(), stage01::Exception>(())
/// ```
// ANCHOR: until
pub fn until<T, F: FnMut() -> Option<T>>(look: F) -> Until<T, F> {
    let sees = PhantomData;
    Until { look, sees }
}

impl<T, F: FnMut() -> Option<T>> Coroutine<Result> for Until<T, F> {
    type Yield = ();
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<(), Result<T>> {
        raising(|| {
            sent?;
            match (self.look)() {
                Some(seen) => Ok(Complete(Ok(seen))),
                None => Ok(Yielded(())),
            }
        })
    }
}
// ANCHOR_END: until

// ANCHOR: sleep
/// Gives up a turn. Python: `asyncio.sleep(0)`.
pub fn interrupt() -> impl Task {
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

/// Waits for this long, from its first turn on, never less. Waiting is looking at the clock, as often as the turn comes.
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
