//! Threads for code that blocks.

pub(crate) mod pool;
pub(crate) mod task;
