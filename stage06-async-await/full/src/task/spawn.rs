//! What a task asks of the runtime that runs it.

use crate::runtime::{context, runtime::Metrics, task::join::JoinHandle};
use std::{
    future::{Future, poll_fn},
    task::Poll,
};

/// Makes a task of a future, which then runs beside the one that calls this. The future need not be `Send`: it never
/// leaves this thread.
///
/// ```
/// use std::{cell::Cell, rc::Rc};
/// use stage06_full::{Runtime, spawn, yield_now};
///
/// let counter = Rc::new(Cell::new(0));
/// let shared = counter.clone();
/// Runtime::new().block_on(async {
///     spawn(async move { shared.set(shared.get() + 1) });
///     yield_now().await;
/// });
/// assert_eq!(counter.get(), 1);
/// ```
///
/// # Panics
///
/// Outside of a runtime. [`Runtime::spawn`](crate::Runtime::spawn) works everywhere.
pub fn spawn<F: Future<Output: 'static> + 'static>(future: F) -> JoinHandle<F::Output> {
    let core = context::core();
    let task = core.executor.spawn(future);
    JoinHandle::new(core, task)
}

/// Lets everyone who is ready have a turn first.
// ANCHOR: yield_now
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
// ANCHOR_END: yield_now

/// Whether a runtime runs on this thread right now. Python: `asyncio.get_running_loop()`, which raises if there is
/// none.
pub fn is_running() -> bool {
    context::get().is_some()
}

/// The numbers of the runtime that runs here.
///
/// # Panics
///
/// Outside of a runtime.
pub fn metrics() -> Metrics {
    context::core().metrics()
}
