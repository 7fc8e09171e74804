//! What the modelled files are made of, and the check of all orders, or of many.

#[cfg(not(feature = "shuttle"))]
mod loom;
#[cfg(feature = "shuttle")]
mod shuttle;

#[cfg(not(feature = "shuttle"))]
pub(crate) use loom::*;
#[cfg(feature = "shuttle")]
pub(crate) use shuttle::*;
pub(crate) use std::sync::Arc;

/// A token that one thread leaves and another waits for.
pub(crate) struct Token {
    there: Mutex<bool>,
    left: Condvar,
}

impl Token {
    pub(crate) fn new() -> Self {
        Token {
            there: Mutex::new(false),
            left: Condvar::new(),
        }
    }

    pub(crate) fn leave(&self) {
        *self.there.lock().unwrap() = true;
        self.left.notify_one();
    }

    /// Waits for the token, and takes it.
    pub(crate) fn take(&self) {
        let there = self.there.lock().unwrap();
        *self.left.wait_while(there, |there| !*there).unwrap() = false;
    }
}

/// The waker of a selector that no socket is registered with.
pub(crate) struct PollWaker(pub(crate) Arc<Token>);

impl PollWaker {
    pub(crate) fn wake(&self) -> std::io::Result<()> {
        self.0.leave();
        Ok(())
    }
}
