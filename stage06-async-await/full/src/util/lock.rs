//! A lock that no panic spoils.

use std::sync::{Mutex, MutexGuard};

/// Takes a lock, also if somebody has panicked with it: no user code runs while one is held, so nothing is half
/// done in there.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
