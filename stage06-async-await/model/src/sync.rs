//! What the modelled files are made of.

pub(crate) use loom::sync::{Mutex, MutexGuard, atomic::Ordering};
pub(crate) use loom::thread;
pub(crate) use std::sync::Arc;

/// loom's, but a store is a swap.
///
/// In the order of all changes of one atomic a swap follows the value that it has read at once; nothing comes in
/// between. loom does not know that: for it a plain store of one thread and a swap of another may stay in no order at
/// all, and the next swap may then read what no machine would give it. Between swaps it knows the order.
pub(crate) struct AtomicBool(loom::sync::atomic::AtomicBool);

impl AtomicBool {
    pub(crate) fn new(value: bool) -> Self {
        AtomicBool(loom::sync::atomic::AtomicBool::new(value))
    }

    /// Releases and does not acquire, as a store.
    pub(crate) fn store(&self, value: bool, _: Ordering) {
        self.0.swap(value, Ordering::Release);
    }

    pub(crate) fn swap(&self, value: bool, order: Ordering) -> bool {
        self.0.swap(value, order)
    }
}
