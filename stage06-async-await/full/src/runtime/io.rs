//! Sockets: what the operating system tells of them, and the tasks that wait for it.

pub(crate) mod driver;
pub(crate) mod registration;
pub(crate) mod registry;
pub(crate) mod scheduled_io;
pub(crate) mod transfer;
