//! What can go wrong in the loop itself.

pub use stage04::Panicked;
use std::{error::Error, fmt};

/// There is no loop here: this was asked outside of a task, or of a task that no [`Loop`](crate::Loop) runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLoop;

impl fmt::Display for NoLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no loop runs here: add the task to a Loop, and run that")
    }
}

impl Error for NoLoop {}
