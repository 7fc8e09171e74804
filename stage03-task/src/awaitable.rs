//! What a coroutine can wait for, whatever its type; and the coroutine that waits for it.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use stage02::Future;

/// Something that will be done at some time, and calls a function then.
///
/// A coroutine waits for futures of many types, and its task must be able to wait for each of them. So the coroutine
/// yields an `Awaitable`, which says only *when*, and keeps the typed future, which says *what*.
// ANCHOR: Awaitable
pub trait Awaitable {
    /// Calls `wake` from the loop's queue once this is done: also if it is done already.
    fn wake_when_done(&self, wake: Box<dyn FnOnce()>);
}

/// What a coroutine yields: any awaitable.
pub type Wait = Box<dyn Awaitable>;

impl<T: 'static> Awaitable for Future<T> {
    fn wake_when_done(&self, wake: Box<dyn FnOnce()>) {
        self.add_done_callback(move |_| wake());
    }
}
// ANCHOR_END: Awaitable

/// A coroutine that waits for a future and returns its result: what `await future` is in Python.
///
/// It yields the future even if that is done already, so that other tasks run in between. If it is resumed before the
/// future is done, it yields the future again.
///
/// ```
/// use stage01::co;
/// use stage02::{EventLoop, Future};
/// use stage03::{Await, Task};
///
/// let event_loop = EventLoop::new()?;
/// let (name, age) = (Future::new(&event_loop), Future::new(&event_loop));
/// name.set_result("ada").expect("set once");
/// age.set_result(36).expect("set once");
///
/// let task = Task::spawn(&event_loop, co(async move |y| {
///     let name: &str = y.yield_from(Await::new(&name)).await?;      // Python: name = await name
///     let age: u32 = y.yield_from(Await::new(&age)).await?;
///     Ok(format!("{name} is {age}"))
/// }));
/// event_loop.run()?;
/// assert_eq!(task.future().result().expect("it ended")?, "ada is 36");
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// # Errors
///
/// It raises what the future ended with, or what was thrown in.
///
/// Source: `Future.__await__` in CPython's `Lib/asyncio/futures.py`, which does not pause if the future is done.
#[derive(Clone, Debug)]
pub struct Await<T> {
    future: Future<T>,
    /// True if the future has been yielded.
    yielded: bool,
}

impl<T: 'static> Await<T> {
    /// Returns a coroutine that waits for `future`.
    pub fn new(future: &Future<T>) -> Self {
        Await {
            future: future.clone(),
            yielded: false,
        }
    }
}

// ANCHOR: Await
impl<T: Clone + 'static> Coroutine<Result> for Await<T> {
    type Yield = Wait;
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result<T>> {
        raising(|| {
            sent?;
            match self.future.result() {
                Some(result) if self.yielded => Ok(Complete(result)),
                _ => {
                    self.yielded = true;
                    Ok(Yielded(Box::new(self.future.clone()) as Wait))
                }
            }
        })
    }
}
// ANCHOR_END: Await
