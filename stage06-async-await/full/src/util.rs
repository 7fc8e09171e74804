//! What has nothing to do with an event loop.

pub(crate) mod lock;
pub(crate) mod panic;
pub(crate) mod slot_map;
