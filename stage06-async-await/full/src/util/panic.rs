//! User code that panics: a poll, a drop, a waker, an event listener.

use crate::util::lock::lock;
use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use tracing::error;

/// Runs user code, and returns what it returns; `None` if it panics. The panic becomes an event and goes no further: it
/// is not the fault of the code that runs now.
pub(crate) fn catch_panic<T>(user: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(user)).map_err(report).ok()
}

#[cold]
fn report(panic: Box<dyn Any + Send>) {
    discard(panic);
    // The listener may be the one that panicked.
    let report = || error!(target: "event_loop", "a drop, a waker or an event listener panicked");
    if let Err(panic) = catch_unwind(report) {
        discard(panic);
    }
}

/// Runs user code whose panic is an outcome.
pub(crate) fn catch_payload<T>(user: impl FnOnce() -> T) -> Result<T, Payload> {
    catch_unwind(AssertUnwindSafe(user)).map_err(|panic| Payload(Mutex::new(Some(panic))))
}

/// What a panic was raised with, until it is taken. The lock is never contended: it makes the payload, which is `Send`,
/// `Sync` too, as errors should be.
pub(crate) struct Payload(Mutex<Option<Box<dyn Any + Send>>>);

impl Payload {
    pub(crate) fn take(&mut self) -> Option<Box<dyn Any + Send>> {
        let panic = self.0.get_mut();
        panic.unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The message of the panic, if it has one.
    pub(crate) fn message(&self) -> Option<String> {
        let panic = lock(&self.0);
        let panic = panic.as_deref()?;
        let text = panic.downcast_ref().copied().map(str::to_owned);
        text.or_else(|| panic.downcast_ref::<String>().cloned())
    }
}

impl Drop for Payload {
    /// The payload is user code, and may panic again, on a thread that is unwinding already.
    fn drop(&mut self) {
        let panic = self.take();
        catch_panic(|| drop(panic));
    }
}

/// Drops the payload of a panic. If that panics in turn, the second payload is leaked, since dropping it might never
/// come to an end.
fn discard(panic: Box<dyn Any + Send>) {
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(another);
    }
}

/// Emits an event of the loop. Its listeners are user code: the caller holds neither a borrow nor a lock, and looks
/// again at everything that it knew before. A panic of theirs is contained.
macro_rules! emit {
    ($level:ident, $($event:tt)+) => {
        if tracing::Level::$level <= tracing::level_filters::LevelFilter::current() {
            $crate::util::panic::tell(
                || tracing::event!(target: "event_loop", tracing::Level::$level, $($event)+),
            );
        }
    };
}

pub(crate) use emit;

/// A function of its own, so that a caller without a listener keeps no registers for its events.
#[cold]
pub(crate) fn tell(event: impl FnOnce()) {
    catch_panic(event);
}

#[cfg(test)]
#[path = "../../tests/unit/panic.rs"]
mod tests;
