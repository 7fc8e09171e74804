//! User code that panics: a drop, a waker, an event listener.

use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
};
use tracing::error;

/// Runs user code, and returns what it returns; `None` if it panics. The panic is an event, and goes no further: it
/// is not the fault of the code that runs now.
pub(crate) fn catch_panic<T>(user: impl FnOnce() -> T) -> Option<T> {
    let panic = match catch_unwind(AssertUnwindSafe(user)) {
        Ok(value) => return Some(value),
        Err(panic) => panic,
    };
    discard(panic);
    // The listener may be the one that panicked.
    let report = || error!(target: "event_loop", "a drop, a waker or an event listener panicked");
    if let Err(panic) = catch_unwind(report) {
        discard(panic);
    }
    None
}

/// Drops what a panic was raised with. That is user code, too: if it panics in turn, the second payload is leaked,
/// since dropping it might never come to an end.
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
            $crate::util::panic::catch_panic(
                || tracing::event!(target: "event_loop", tracing::Level::$level, $($event)+),
            );
        }
    };
}

pub(crate) use emit;

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::panic_any;

    /// Panics when it is dropped, with another one.
    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic_any(Bomb);
        }
    }

    #[test]
    fn a_payload_whose_drop_panics_is_contained() {
        assert_eq!(catch_panic(|| panic_any(Bomb)), None::<()>);
        assert_eq!(catch_panic(|| 7), Some(7));
    }
}
