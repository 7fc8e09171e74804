//! Panics of a test become sentences, and are printed only at the end.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;

use crate::baton::Over;
use crate::refused::{Refused, message};

thread_local! {
    /// True while this thread's panics are told by the explorer.
    static QUIET: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic came from.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a function. A panic becomes its message, and the line it came from.
pub(crate) fn caught<T>(function: impl FnOnce() -> T) -> Result<T, String> {
    install();
    let before = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(function));
    QUIET.set(before);
    result.map_err(|panic| {
        if panic.is::<Refused>() || panic.is::<Over>() {
            resume_unwind(panic);
        }
        let place = PLACE.take().map(|place| format!(" (at {place})"));
        message(panic.as_ref()) + &place.unwrap_or_default()
    })
}

/// All other threads' panics are printed as before.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| match QUIET.get() {
            true => {
                let place = info.location();
                PLACE.set(place.map(|place| format!("{}:{}", place.file(), place.line())));
            }
            false => before(info),
        }));
    });
}
