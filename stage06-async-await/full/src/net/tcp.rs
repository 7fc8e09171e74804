//! TCP.

pub(crate) mod listener;
pub(crate) mod stream;
