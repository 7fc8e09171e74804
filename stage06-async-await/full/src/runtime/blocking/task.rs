//! A function that blocks, as a task: it has a handle.

use crate::runtime::blocking::pool::Pool;
use crate::runtime::task::error::JoinError;
use crate::runtime::task::send_join::SendJoinHandle;
use crate::util::panic::catch_payload;
use std::sync::Arc;

impl Pool {
    /// Runs a function on a thread of the pool.
    // ANCHOR: spawn
    pub(crate) fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> SendJoinHandle<T> {
        let (pool, number) = (self.clone(), self.next_number());
        let (report, handle) = SendJoinHandle::new(move || pool.cancel(number));
        let run = move || report.send(catch_payload(work).map_err(JoinError::panicked));
        self.enqueue(number, Box::new(run));
        handle
    }
    // ANCHOR_END: spawn
}

#[cfg(test)]
#[path = "../../../tests/unit/blocking.rs"]
mod tests;
