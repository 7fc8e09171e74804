//! A coroutine that asks the loop once, and a function for each request.

use crate::{Handle, NewTask, OtherLoop, Request, Slot, Source, handle::prepare};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use std::{fmt, time::Duration};

/// A coroutine that the loop can run: it yields [`Request`]s and ends with a `T`, or fails.
///
/// There is nothing to implement: every such [`Coroutine`] is one, written by hand or made by [`co`](stage01::co). `impl Asks<u32>` is
/// short for the type of a function that may wait and gives a `u32`: what Rust writes as `async fn … -> Result<u32>`.
pub trait Asks<T = ()>: Coroutine<Result, Yield = Request, Return = Result<T>> {}
impl<T, C: Coroutine<Result, Yield = Request, Return = Result<T>> + ?Sized> Asks<T> for C {}

// ANCHOR: Ask
/// A coroutine that asks once: it yields its request, and returns what it asked for when it is resumed. If it is resumed with an
/// error, it raises that.
#[must_use = "it asks nothing before it is resumed: y.yield_from(…).await"]
pub struct Ask<T = ()> {
    /// `None` once it has asked.
    request: Option<Request>,
    /// What it returns once the request is granted.
    granted: Box<dyn Fn() -> Result<T>>,
}

impl<T> Coroutine<Result> for Ask<T> {
    type Yield = Request;
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Request, Result<T>> {
        raising(|| {
            sent?;
            match self.request.take() {
                Some(request) => Ok(Yielded(request)),
                None => Ok(Complete((self.granted)())),
            }
        })
    }
}
// ANCHOR_END: Ask

impl<T> Ask<T> {
    /// Asks for `request`; `granted` says what comes of it.
    fn new(request: Request, granted: impl Fn() -> Result<T> + 'static) -> Self {
        Ask {
            request: Some(request),
            granted: Box::new(granted),
        }
    }
}

impl From<Request> for Ask {
    fn from(request: Request) -> Self {
        Ask::new(request, || Ok(()))
    }
}

/// Waits until a `read` or `accept` will not block: there are bytes, a client, the end, or an error.
///
/// Ready is not done. The task still has to read, and another task may have read what was there.
///
/// # Errors
///
/// When the world of this loop cannot watch such a source.
pub fn readable(source: impl Into<Source>) -> Ask {
    Request::Read(source.into()).into()
}

/// Waits until a `write` will not block, or a `connect` has ended.
///
/// # Errors
///
/// As [`readable`].
pub fn writable(source: impl Into<Source>) -> Ask {
    Request::Write(source.into()).into()
}

/// Waits for this long, never less. [`Duration::ZERO`] waits until the next turn; [`Duration::MAX`] waits forever.
pub fn sleep(duration: Duration) -> Ask {
    Request::Sleep(duration).into()
}

/// Waits until this time since the start of the loop; until the next turn if it is past. For work at regular times: the
/// delays of a row of [`sleep`]s add up, those of deadlines do not.
pub fn sleep_until(deadline: Duration) -> Ask {
    Request::SleepUntil(deadline).into()
}

/// The time since the start of the loop. Does not wait. Python: `loop.time()`.
pub fn now() -> Ask<Duration> {
    let slot = Slot::default();
    let time = slot.clone();
    Ask::new(Request::Now(slot), move || {
        Ok(time.get().unwrap_or_default())
    })
}

/// Waits until the next turn, so that the other tasks take a step. Python: `asyncio.sleep(0)`.
pub fn yield_now() -> Ask {
    Request::YieldNow.into()
}

/// Starts a task, and returns its handle. Does not wait: the task takes its first step in the next turn.
pub fn spawn<T: 'static>(routine: impl Asks<T> + 'static) -> Ask<Handle<T>> {
    spawn_named("", routine)
}

/// The same, with a name by which a [`Deadlock`](crate::Deadlock) calls it.
pub fn spawn_named<T: 'static>(name: &str, routine: impl Asks<T> + 'static) -> Ask<Handle<T>> {
    let (new, unnamed): (NewTask, _) = prepare(name, routine);
    Ask::new(Request::Spawn(new), move || Ok(unnamed.handle()))
}

/// Waits until a task has ended, and gives what it returned; at once if it has ended already.
///
/// # Errors
///
/// What the task raised, or [`Cancelled`](crate::Cancelled); [`JoinedItself`](crate::JoinedItself) if a task joins itself; [`OtherLoop`].
pub fn join<T: Clone + 'static>(task: &Handle<T>) -> Ask<T> {
    let handle = task.clone();
    Ask::new(Request::Join(task.id()), move || {
        handle.result().unwrap_or_else(|| Err(OtherLoop.into()))
    })
}

/// Waits until a task has ended, well or badly: [`Handle::result`] says which. An error of this wait is never an error of that
/// task.
///
/// # Errors
///
/// [`JoinedItself`](crate::JoinedItself) if a task waits for itself; [`OtherLoop`].
pub fn ended<T>(task: &Handle<T>) -> Ask {
    Request::Join(task.id()).into()
}

/// Throws [`Cancelled`](crate::Cancelled) into a task, where it waits. Does not wait for its end; nothing happens if it has ended.
///
/// The task may catch the error, as in Python. One that has not begun never does. A task that is cancelled twice before its next step
/// gets one error.
///
/// # Errors
///
/// [`Cancelled`](crate::Cancelled), if a task cancels itself; [`OtherLoop`], if that task runs in another loop; it is left alone.
pub fn cancel<T>(task: &Handle<T>) -> Ask {
    Request::Cancel(task.id()).into()
}

impl<T> fmt::Debug for Ask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.request {
            Some(request) => write!(f, "Ask({request:?})"),
            None => f.write_str("Ask(asked)"),
        }
    }
}
