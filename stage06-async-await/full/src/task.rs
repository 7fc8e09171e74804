//! Tasks: futures that run beside each other.

pub(crate) mod blocking;
pub(crate) mod consume_budget;
pub(crate) mod join_set;
pub(crate) mod spawn;
pub(crate) mod yield_now;

pub use crate::runtime::task::abort::AbortHandle;
pub use crate::runtime::task::error::JoinError;
pub use crate::runtime::task::join::JoinHandle;
pub use crate::runtime::task::send_join::SendJoinHandle;
pub use blocking::spawn_blocking;
pub use consume_budget::consume_budget;
pub use join_set::JoinSet;
pub use spawn::spawn;
pub use yield_now::yield_now;
