//! Threads for code that blocks.

pub(crate) mod pool;
