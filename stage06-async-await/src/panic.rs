//! Panics of user code: where they must not get through.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs user code. A panic is returned as its message.
pub fn catch_panic<T>(user: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(user)).map_err(|payload| {
        let message = message(&*payload);
        // A payload is a value like others: its destructor may panic as well. That payload is leaked.
        if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(again);
        }
        message
    })
}

/// Drops a value of the user's, whose destructor may panic. The thread may be unwinding already.
pub fn discard<T>(value: T) {
    let _the_hook_has_told = catch_panic(|| drop(value));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "no message".into())
}
