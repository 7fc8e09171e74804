//! The inject queue: what other threads send to the loop, and whether it is parked.

use crate::sync::Ordering::SeqCst;
use crate::sync::{AtomicBool, Mutex, MutexGuard};

/// Messages for one reader, the loop, which may be parked. Any thread may push.
///
/// Two rules keep a wake from being lost. A sender pushes *first*, and *then* looks whether the loop is parked. The
/// loop *first* says that it parks, and *then* looks for messages. Whichever comes second sees what the other has
/// done, so one of the two always acts.
pub(crate) struct Inject<T> {
    /// `None` once the loop is gone: messages that come later are given back.
    messages: Mutex<Option<Vec<T>>>,
    /// Set by the loop; cleared by the sender that unparks it, or by the loop.
    parked: AtomicBool,
}

impl<T> Inject<T> {
    pub(crate) fn new() -> Self {
        Inject {
            messages: Mutex::new(Some(Vec::new())),
            parked: AtomicBool::new(false),
        }
    }

    /// Adds a message. If this returns true, the caller must unpark the loop: nothing else will. By then no lock is
    /// held, so that the loop does not wake up only to wait for it.
    ///
    /// # Errors
    ///
    /// The message, if the loop is gone.
    // ANCHOR: push
    pub(crate) fn push(&self, message: T) -> Result<bool, T> {
        match &mut *self.lock() {
            Some(messages) => messages.push(message),
            None => return Err(message),
        }
        Ok(self.parked.swap(false, SeqCst))
    }
    // ANCHOR_END: push

    /// The loop says that it will park. If this returns false it must not: there are messages.
    // ANCHOR: begin_park
    pub(crate) fn begin_park(&self) -> bool {
        self.parked.store(true, SeqCst);
        let empty = self.lock().as_ref().is_none_or(Vec::is_empty);
        if !empty {
            self.end_park();
        }
        empty
    }
    // ANCHOR_END: begin_park

    /// The loop says that it is not parked.
    pub(crate) fn end_park(&self) {
        self.parked.swap(false, SeqCst);
    }

    /// Swaps all messages for the empty vector of the caller, whose memory is used for the next ones.
    pub(crate) fn drain(&self, empty: &mut Vec<T>) {
        if let Some(messages) = &mut *self.lock() {
            std::mem::swap(messages, empty);
        }
    }

    /// Refuses messages from now on, and returns those that are there. The caller drops them, without a lock.
    pub(crate) fn close(&self) -> Vec<T> {
        self.lock().take().unwrap_or_default()
    }

    /// A panic elsewhere does not spoil a list of messages, so a poisoned lock is taken all the same.
    fn lock(&self) -> MutexGuard<'_, Option<Vec<T>>> {
        self.messages
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
