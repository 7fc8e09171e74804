//! How a task finished.

use crate::util::panic::Payload;
use std::any::Any;
use std::error::Error;
use std::fmt;

/// The output of a task, or why there is none.
pub(crate) type Outcome<T> = Result<T, JoinError>;

/// Why a task has no output.
pub struct JoinError(Cause);

enum Cause {
    Cancelled,
    /// In a box, since every task keeps room for an error.
    Panicked(Box<Payload>),
}

impl JoinError {
    pub(crate) fn cancelled() -> Self {
        JoinError(Cause::Cancelled)
    }

    pub(crate) fn panicked(panic: Payload) -> Self {
        JoinError(Cause::Panicked(Box::new(panic)))
    }

    /// True if the task was aborted, or its runtime dropped.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.0, Cause::Cancelled)
    }

    /// True if the task panicked, or its future did when it was dropped.
    pub fn is_panic(&self) -> bool {
        matches!(self.0, Cause::Panicked(_))
    }

    /// Returns what the task panicked with, for [`std::panic::resume_unwind`].
    ///
    /// # Panics
    ///
    /// If the task did not panic but was cancelled.
    pub fn into_panic(self) -> Box<dyn Any + Send> {
        self.try_into_panic()
            .expect("the task was cancelled, it did not panic")
    }

    /// As [`into_panic`](Self::into_panic), for an error that may be either.
    ///
    /// # Errors
    ///
    /// This error again, if the task was cancelled.
    pub fn try_into_panic(self) -> Result<Box<dyn Any + Send>, JoinError> {
        match self.0 {
            Cause::Panicked(mut panic) => Ok(panic.take().expect("it is taken once")),
            Cause::Cancelled => Err(self),
        }
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cause::Panicked(panic) = &self.0 else {
            return f.write_str("the task was cancelled");
        };
        match panic.message() {
            Some(message) => write!(f, "the task panicked: {message}"),
            None => f.write_str("the task panicked"),
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl Error for JoinError {}
