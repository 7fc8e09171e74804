//! A lock that no panic poisons.

use crate::sync::{Mutex, MutexGuard};

/// Takes a lock, also if a thread has panicked with it: no user code runs while a lock is held, so nothing in there is
/// half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
