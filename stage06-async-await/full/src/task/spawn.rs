//! New tasks.

use crate::runtime::context::expect_current;
use crate::runtime::task::join::JoinHandle;

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
    let core = expect_current();
    let task = core.executor.spawn(future);
    JoinHandle::new(core, task)
}
