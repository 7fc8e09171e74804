//! The path of a wake-up from another thread to the loop, under every order of events that the memory model allows.
//!
//! loom runs stage 6's own files, `mailbox.rs` and `posted.rs`, with atomics, locks and threads of its own, and tries
//! all interleavings. A wake-up that is lost leaves the loop parked for ever, which loom reports as a deadlock.
//!
//! `cargo test -p model` runs it. No flag is needed: only these two files are modelled, and they ask their parent
//! module for what they are made of.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "../../full/src/mailbox.rs"]
mod mailbox;
#[cfg(test)]
mod model;
#[cfg(test)]
#[path = "../../full/src/posted.rs"]
mod posted;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wrong;
