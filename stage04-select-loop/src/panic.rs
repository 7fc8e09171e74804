//! What user code may do to a loop: panic.

use crate::Panicked;
use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Runs user code (a step, a destructor, a formatter) so that its panic harms nothing but itself.
///
/// The payload of a panic is user code too: [`panic_any`](std::panic::panic_any) takes any value, and the destructor of that value may
/// panic again.
///
/// ```
/// let caught = stage04::catch_panic(|| -> u32 { panic!("on purpose") });
/// assert_eq!(caught.unwrap_err().to_string(), "the task panicked: on purpose");
/// assert_eq!(stage04::catch_panic(|| 42), Ok(42));
/// ```
///
/// # Errors
///
/// [`Panicked`], with the panic's message; an empty one if the payload is no text.
pub fn catch_panic<T>(user: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(user)).map_err(|payload| {
        let message = message(&*payload);
        if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(again); // it would go on like that
        }
        Panicked(message)
    })
}

/// Drops what is left of a task that has ended, and gives its result. A panic of the destructor takes the result's place.
///
/// # Errors
///
/// What the task raised; or [`Panicked`], if its destructor did.
pub fn drop_ended<C, T>(left: C, result: stage01::Result<T>) -> stage01::Result<T> {
    match catch_panic(|| drop(left)) {
        Ok(()) => result,
        Err(panicked) => {
            let _ = catch_panic(|| drop(result));
            Err(panicked.into())
        }
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
    text.unwrap_or_default().into()
}
