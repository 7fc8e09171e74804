//! Which task is polled next.

pub(crate) mod cached_waker;
pub(crate) mod executor;
pub(crate) mod inject;
pub(crate) mod shared;
pub(crate) mod watch;
