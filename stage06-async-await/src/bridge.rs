//! Bridges to the earlier stages: a future of stage 2 and a task of stage 5 can be awaited.

use stage01::CoroutineState::{Complete, Yielded};
use stage01::Result;
use stage02::Future;
use stage05::Task;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

// ANCHOR: awaited
/// Awaits a future of stage 2: its done-callback calls the waker.
///
/// Such a future is a value that comes later; in Rust that is a *oneshot channel*. Its callbacks are run by its own
/// loop, which has to run as well.
///
/// ```
/// use stage02::{EventLoop, Future};
/// use stage06::{Runtime, bridge::awaited, runtime::spawn};
///
/// # fn main() -> stage01::Result {
/// let event_loop = EventLoop::new()?;
/// let future = Future::new(&event_loop);
/// Runtime::new()?.block_on(async {
///     let task = spawn(awaited(future.clone()));
///     future.set_result("hello").expect("it is set once");
///     event_loop.run()?; // runs the callback, which wakes the task
///     assert_eq!(task.await.expect("no panic")?, "hello");
///     Ok(())
/// })
/// # }
/// ```
///
/// # Errors
///
/// The exception, if that is its result.
pub async fn awaited<T: Clone + 'static>(future: Future<T>) -> Result<T> {
    let latest = Rc::new(Cell::new(None::<Waker>));
    let waker = latest.clone();
    future.add_done_callback(move |_| waker.take().into_iter().for_each(Waker::wake));
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

// ANCHOR: resumed
/// Runs a task of stage 5: each poll is one of its steps, and asks for the next. It is as busy here as it was there,
/// and holds up no other task.
///
/// ```
/// use stage06::{Runtime, bridge::resumed};
///
/// # fn main() -> stage01::Result {
/// Runtime::new()?.block_on(resumed(stage05::yield_now()))
/// # }
/// ```
///
/// # Errors
///
/// What the task raised.
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
