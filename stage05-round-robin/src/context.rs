//! Which loop runs on this thread.

use crate::{Loop, NoLoop};
use std::cell::RefCell;

// ANCHOR: EnterGuard
thread_local! {
    /// The innermost loop that runs on this thread.
    static CURRENT: RefCell<Option<Loop>> = const { RefCell::new(None) };
}

/// While this lives, a loop is the current one. Its drop restores the loop that was current before, after a panic too.
pub(crate) struct EnterGuard {
    before: Option<Loop>,
}

impl EnterGuard {
    /// Makes this loop the current one.
    pub(crate) fn enter(event_loop: &Loop) -> Self {
        let before = CURRENT.replace(Some(event_loop.clone()));
        EnterGuard { before }
    }
}

impl Drop for EnterGuard {
    fn drop(&mut self) {
        let _left = CURRENT.replace(self.before.take());
    }
}
// ANCHOR_END: EnterGuard

impl Loop {
    /// Returns the loop that runs the calling task. A loop that runs inside of another one's task hides it for as long as it runs.
    ///
    /// # Errors
    ///
    /// [`NoLoop`] outside of a loop.
    pub fn current() -> Result<Loop, NoLoop> {
        let current = CURRENT.try_with(|current| current.borrow().clone());
        current.ok().flatten().ok_or(NoLoop) // also while the thread ends
    }
}
