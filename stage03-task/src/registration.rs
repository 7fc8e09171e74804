//! A registration that ends with its owner.

use stage02::{EventLoop, Key, WeakEventLoop, catch_panic};

/// Watches a socket until it is dropped.
///
/// A coroutine that waits keeps one, so that it lets go of the socket however it ends: resumed, thrown into, or dropped.
/// It does not keep the loop alive, which by then owns the coroutine.
#[derive(Debug)]
pub(crate) struct Registration {
    event_loop: WeakEventLoop,
    key: Key,
}

impl Registration {
    pub(crate) fn new(event_loop: &EventLoop, key: Key) -> Self {
        let event_loop = event_loop.downgrade();
        Registration { event_loop, key }
    }
}

impl Drop for Registration {
    /// The socket's callback may have unregistered it already: then there is nothing left to do.
    fn drop(&mut self) {
        let unregister = || self.event_loop.upgrade()?.unregister(self.key);
        let _ = catch_panic(unregister); // an observer is told, and may panic
    }
}
