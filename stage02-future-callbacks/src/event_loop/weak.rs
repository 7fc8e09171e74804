//! A loop, as those see it whom it may come to own.

use super::{EventLoop, Inner};
use std::{
    fmt, io,
    rc::{Rc, Weak},
};

/// A handle that does not keep the loop alive: the one for whatever the loop may come to own.
///
/// ```
/// use stage02::EventLoop;
///
/// let event_loop = EventLoop::new()?;
/// let weak = event_loop.downgrade();
/// assert!(weak.upgrade().is_ok());
/// drop(event_loop);
/// assert_eq!(weak.upgrade().unwrap_err().to_string(), "the loop is gone");
/// # std::io::Result::Ok(())
/// ```
#[derive(Clone)]
pub struct WeakEventLoop(Weak<Inner>);

impl WeakEventLoop {
    /// The loop.
    ///
    /// # Errors
    ///
    /// When the loop is gone.
    pub fn upgrade(&self) -> io::Result<EventLoop> {
        let inner = self.0.upgrade();
        let inner = inner.ok_or_else(|| io::Error::other("the loop is gone"))?;
        Ok(EventLoop(inner))
    }
}

impl EventLoop {
    /// A handle that does not keep the loop alive.
    pub fn downgrade(&self) -> WeakEventLoop {
        WeakEventLoop(Rc::downgrade(&self.0))
    }
}

impl fmt::Debug for WeakEventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakEventLoop")
    }
}
