//! Code of the loop's users that panics.

use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Runs user code, such as a callback or the drop of a value; a panic in it is an error, with the panic's message.
///
/// ```
/// use stage02::catch_panic;
///
/// assert_eq!(catch_panic(|| 42), Ok(42));
/// let outcome: Result<(), String> = catch_panic(|| panic!("no route"));
/// assert_eq!(outcome, Err("no route".to_string()));
/// ```
///
/// # Errors
///
/// The message of the panic.
pub fn catch_panic<T>(user: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(user)).map_err(panic_message)
}

/// The message of a panic; "no message" if its payload is not a text, as of `panic_any`.
///
/// The payload is a value of the user's, so dropping it may panic too. What that panic carries is leaked: its drop might go
/// on like that forever.
pub fn panic_message(payload: Box<dyn Any + Send>) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
    text.unwrap_or_else(|| "no message".to_string())
}
