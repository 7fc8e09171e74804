//! The `SCHEDULED` flag of a waker.

use crate::sync::AtomicBool;
use crate::sync::Ordering::AcqRel;

/// True while a message of this waker is in the inject queue. A thousand wakes from other threads are one message.
///
/// A thread wakes after an event, and the task looks for events after this flag is cleared. So a wake that finds the
/// flag set is not lost: the poll that the earlier message causes sees its event. Both sides swap, so that the loop
/// sees what came before every wake, not only before the first.
pub(crate) struct Scheduled(AtomicBool);

impl Scheduled {
    pub(crate) fn new() -> Self {
        Scheduled(AtomicBool::new(false))
    }

    /// True if the caller must send the message.
    pub(crate) fn schedule(&self) -> bool {
        !self.0.swap(true, AcqRel)
    }

    /// The message was taken out: the next wake needs another one.
    pub(crate) fn clear(&self) {
        self.0.swap(false, AcqRel);
    }
}
