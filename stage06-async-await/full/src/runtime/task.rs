//! A task: its future, its waker, and its outcome.

pub(crate) mod abort;
pub(crate) mod boxes;
pub(crate) mod error;
pub(crate) mod finished;
pub(crate) mod harness;
pub(crate) mod join;
pub(crate) mod scheduled;
pub(crate) mod send_join;
pub(crate) mod waker;

#[cfg(test)]
#[path = "../../tests/unit/scheduled.rs"]
mod tests;
