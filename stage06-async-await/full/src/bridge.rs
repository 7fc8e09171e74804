//! Bridges to the earlier stages: what they have is awaited here.

use stage01::CoroutineState::{Complete, Yielded};
use stage01::Result;
use stage02::Future;
use stage05::Task;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// Awaits a future of stage 2: hangs a callback on it that wakes.
///
/// That future is a value that comes later, which Rust calls a *oneshot channel*. What Rust calls a future has to be
/// polled, and is what Python calls a *coroutine*. So this is one line of translation: the done-callback is the
/// wake-up.
///
/// Its callbacks are run by its own loop; somebody has to turn that.
///
/// ```
/// use stage02::{EventLoop, Future};
/// use stage06_full::{Runtime, bridge::awaited, spawn};
///
/// let event_loop = EventLoop::new()?;
/// let bell = Future::new(&event_loop);
/// Runtime::new().block_on(async {
///     let listening = spawn(awaited(bell.clone()));
///     bell.set_result("ding").expect("it rings once");
///     event_loop.run()?;                                       // runs the callback, and that wakes the task
///     assert_eq!(listening.await.expect("no panic")?, "ding");
///     Ok(())
/// })
/// # .map_err(|error: stage01::Exception| error.to_string()).unwrap();
/// # std::io::Result::Ok(())
/// ```
///
/// # Errors
///
/// The exception, if that is its result.
// ANCHOR: awaited
pub async fn awaited<T: Clone + 'static>(future: Future<T>) -> Result<T> {
    let latest = Rc::new(Cell::new(None::<std::task::Waker>));
    let waiting = latest.clone();
    future.add_done_callback(move |_| waiting.take().into_iter().for_each(|waker| waker.wake()));
    poll_fn(|context| match future.result() {
        Some(result) => Poll::Ready(result),
        None => {
            latest.set(Some(context.waker().clone()));
            Poll::Pending
        }
    })
    .await
}
// ANCHOR_END: awaited

/// Runs a task of stage 5: each poll is one of its turns, and asks for the next. It is as wasteful here as it was
/// there, and stops nobody else.
///
/// ```
/// use stage05::{Waiter, interrupt};
/// use stage06_full::{Runtime, bridge::resumed};
///
/// Runtime::new().block_on(resumed(interrupt()))?;
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// # Errors
///
/// What the task raised.
// ANCHOR: resumed
pub async fn resumed<T>(mut task: impl Task<T>) -> Result<T> {
    poll_fn(|context| match task.resume(Ok(())) {
        Complete(result) => Poll::Ready(result),
        Yielded(()) => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}
// ANCHOR_END: resumed
