//! What a thread is known by.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A thread: a name, and a token that `unpark` leaves and `park` takes.
#[derive(Clone, Debug)]
pub struct Thread {
    name: &'static str,
    pub(crate) token: Arc<AtomicBool>,
}

impl Thread {
    /// A thread that has not begun.
    pub fn new(name: &'static str) -> Self {
        let token = Arc::default();
        Thread { name, token }
    }

    /// The name of the thread.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Looks from outside. True if a token is there.
    pub fn has_token(&self) -> bool {
        self.token.load(SeqCst)
    }
}
