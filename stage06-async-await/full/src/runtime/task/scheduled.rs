//! Whether a waker lies in the inject queue.

use crate::sync::{AtomicBool, Ordering::AcqRel};

/// A thousand wakes from other threads are one message: only who posts it first must send it.
///
/// Who wakes does so after an event, and whoever is woken looks for events after this is opened. So a wake that finds
/// the waker posted already is not lost: its event will be seen by the poll that the earlier message causes.
pub(crate) struct Posted(AtomicBool);

impl Posted {
    pub(crate) fn new() -> Self {
        Posted(AtomicBool::new(false))
    }

    /// Whether the caller must send the message.
    pub(crate) fn post(&self) -> bool {
        !self.0.swap(true, AcqRel)
    }

    /// The message has been taken out: a wake from now on needs another one.
    pub(crate) fn open(&self) {
        self.0.swap(false, AcqRel);
    }
}
