//! Exceptions: an error as a value that can be thrown into a paused function.

use std::{error::Error, fmt, rc::Rc};

// ANCHOR: Exception
/// Any error, as a value that can be handed on: Python's exception object.
///
/// It is shared, not copied: code that catches it and throws it again throws the same one. `?` turns every
/// [`Error`] into an `Exception`. It stays on its thread (`Rc`).
///
/// ```
/// use stage01::Exception;
/// use std::num::ParseIntError;
///
/// let raised = Exception::from("x".parse::<i32>().unwrap_err());
/// assert!(raised.is::<ParseIntError>());
/// assert_eq!(raised.to_string(), "invalid digit found in string");
/// ```
#[derive(Clone)]
pub struct Exception(Rc<dyn Error + 'static>);
// ANCHOR_END: Exception

/// What goes into a coroutine that can fail, and what comes out of it.
///
/// On the way in, `Ok(value)` is Python's `send(value)` and `Err(e)` its `throw(e)`: a body that writes
/// `sent?` re-raises. On the way out, `Ok(value)` is the `return` and `Err(e)` an exception that the body raised.
pub type Result<T = (), E = Exception> = std::result::Result<T, E>;

impl Exception {
    /// True if it is an `E`: Python's `except E`.
    pub fn is<E: Error + 'static>(&self) -> bool {
        self.0.is::<E>()
    }

    /// Returns the `E` inside, if it is one.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

impl<E: Error + 'static> From<E> for Exception {
    fn from(error: E) -> Self {
        Exception(Rc::new(error))
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// "There is nothing more": what an exhausted generator raises, and what a caller may throw to say
/// that no more values will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopIteration;

/// "Please end now": what [`close`](crate::Generator::close) throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneratorExit;

impl fmt::Display for StopIteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StopIteration")
    }
}

impl fmt::Display for GeneratorExit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratorExit")
    }
}

impl Error for StopIteration {}
impl Error for GeneratorExit {}
