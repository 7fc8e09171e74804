//! What can go wrong in the loop itself.

pub use stage04::Panicked;
use std::{error::Error, fmt};

/// No [`Loop`](crate::Loop) runs the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLoop;

impl fmt::Display for NoLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no loop runs here: add the task to a Loop, and run that")
    }
}

impl Error for NoLoop {}
