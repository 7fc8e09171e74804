//! Which task is polled next.

pub(crate) mod executor;
pub(crate) mod inject;
pub(crate) mod shared;
pub(crate) mod watch;

#[cfg(test)]
#[path = "../../tests/unit/inject.rs"]
mod tests;
