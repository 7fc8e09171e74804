//! Sockets: what the operating system tells of them, and who waits for it.

pub(crate) mod driver;
pub(crate) mod registration;
pub(crate) mod scheduled_io;
