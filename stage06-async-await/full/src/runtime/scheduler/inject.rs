//! Where other threads leave letters for the loop, and whether it sleeps.

use crate::sync::{AtomicBool, Mutex, MutexGuard, Ordering::SeqCst};

/// Letters for one reader, who may be asleep. Anyone may leave one.
///
/// The rule that keeps a wake-up from being lost has two halves. Who leaves a letter does so *first*, and looks
/// *then* whether the reader sleeps. The reader first says that it will sleep, and looks *then* for letters. Whoever
/// comes second sees what the other has done, so one of the two always acts.
pub(crate) struct Mailbox<T> {
    /// `None` once the reader is gone: letters that come later are given back.
    letters: Mutex<Option<Vec<T>>>,
    /// Set by the reader, and cleared by the one who will wake it, or by itself.
    asleep: AtomicBool,
}

impl<T> Mailbox<T> {
    pub(crate) fn new() -> Self {
        Mailbox {
            letters: Mutex::new(Some(Vec::new())),
            asleep: AtomicBool::new(false),
        }
    }

    /// Leaves a letter. If this returns true, the caller must wake the reader: nothing else will. By then no lock is
    /// held, so that the reader does not wake up only to wait for it. Once the reader is gone the letter comes back.
    // ANCHOR: send
    pub(crate) fn send(&self, letter: T) -> Result<bool, T> {
        match &mut *self.lock() {
            Some(letters) => letters.push(letter),
            None => return Err(letter),
        }
        Ok(self.asleep.swap(false, SeqCst))
    }
    // ANCHOR_END: send

    /// The reader says that it will sleep. If this says no, it must not: there are letters.
    // ANCHOR: fall_asleep
    pub(crate) fn fall_asleep(&self) -> bool {
        self.asleep.store(true, SeqCst);
        let empty = self.lock().as_ref().is_none_or(Vec::is_empty);
        if !empty {
            self.wake_up();
        }
        empty
    }
    // ANCHOR_END: fall_asleep

    /// The reader says that it is awake.
    pub(crate) fn wake_up(&self) {
        self.asleep.swap(false, SeqCst);
    }

    /// Swaps all letters for the empty box that the caller brings, whose memory is used for the next ones.
    pub(crate) fn take(&self, empty: &mut Vec<T>) {
        if let Some(letters) = &mut *self.lock() {
            std::mem::swap(letters, empty);
        }
    }

    /// Throws away those letters that are still to come, and hands over the others: dropping them is for the caller,
    /// who holds no lock.
    pub(crate) fn close(&self) -> Vec<T> {
        self.lock().take().unwrap_or_default()
    }

    /// A panic elsewhere does not spoil a list of letters, so a poisoned lock is taken all the same.
    fn lock(&self) -> MutexGuard<'_, Option<Vec<T>>> {
        self.letters
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
