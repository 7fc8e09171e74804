//! Where other threads leave messages for the loop, and whether it sleeps.

use crate::sync::{AtomicBool, Mutex, MutexGuard, Ordering::SeqCst};

/// Messages for one reader, who may be parked. Anyone may leave one.
///
/// The rule that keeps a wake-up from being lost has two halves. Who leaves a message does so *first*, and looks
/// *then* whether the reader sleeps. The reader first says that it will sleep, and looks *then* for messages. Whoever
/// comes second sees what the other has done, so one of the two always acts.
pub(crate) struct Inject<T> {
    /// `None` once the reader is gone: messages that come later are given back.
    messages: Mutex<Option<Vec<T>>>,
    /// Set by the reader, and cleared by the one who will wake it, or by itself.
    parked: AtomicBool,
}

impl<T> Inject<T> {
    pub(crate) fn new() -> Self {
        Inject {
            messages: Mutex::new(Some(Vec::new())),
            parked: AtomicBool::new(false),
        }
    }

    /// Leaves a message. If this returns true, the caller must wake the reader: nothing else will. By then no lock is
    /// held, so that the reader does not wake up only to wait for it. Once the reader is gone the message comes back.
    // ANCHOR: push
    pub(crate) fn push(&self, message: T) -> Result<bool, T> {
        match &mut *self.lock() {
            Some(messages) => messages.push(message),
            None => return Err(message),
        }
        Ok(self.parked.swap(false, SeqCst))
    }
    // ANCHOR_END: push

    /// The reader says that it will sleep. If this says no, it must not: there are messages.
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

    /// The reader says that it is awake.
    pub(crate) fn end_park(&self) {
        self.parked.swap(false, SeqCst);
    }

    /// Swaps all messages for the empty box that the caller brings, whose memory is used for the next ones.
    pub(crate) fn drain(&self, empty: &mut Vec<T>) {
        if let Some(messages) = &mut *self.lock() {
            std::mem::swap(messages, empty);
        }
    }

    /// Throws away those messages that are still to come, and hands over the others: dropping them is for the caller,
    /// who holds no lock.
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
