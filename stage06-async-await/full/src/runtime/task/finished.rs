//! Whether a task or a job on another thread has finished.

use crate::sync::{AtomicBool, Ordering};
use std::sync::Arc;

/// Finishes when it is dropped.
pub(crate) struct Finishes(Arc<AtomicBool>);

/// Asks from any thread.
pub(crate) struct Finished(Arc<AtomicBool>);

pub(crate) fn finished() -> (Finishes, Finished) {
    let flag = Arc::new(AtomicBool::new(false));
    (Finishes(flag.clone()), Finished(flag))
}

impl Drop for Finishes {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Finished {
    /// True if it has finished. Then all that it did before is seen: its outcome is there. The count of an `Arc` would tell
    /// as well that it is dropped, but not that.
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
