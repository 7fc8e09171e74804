//! The path of a wake-up from another thread to the loop, under every order of events that the memory model allows.
//!
//! loom runs stage 6's own files, `inject.rs` and `scheduled.rs`, with atomics, locks and threads of its own, and tries
//! all interleavings. A wake-up that is lost leaves the loop parked for ever, which loom reports as a deadlock.
//!
//! The same is done with the small runtime's `block_on.rs` and `executor.rs`, and with wrong twins of it that must lose a wake-up.
//!
//! `cargo test -p model` runs it. No flag is needed: only these files are modelled, and they ask their crate for what
//! they are made of.

#![forbid(unsafe_code)]

#[allow(dead_code, unreachable_pub)]
#[cfg(test)]
#[path = "../../src/block_on.rs"]
mod block_on;
#[allow(dead_code, unreachable_pub)]
#[cfg(test)]
#[path = "../../src/events.rs"]
mod events;
#[allow(dead_code, unreachable_pub, missing_debug_implementations)]
#[cfg(test)]
#[path = "../../src/executor.rs"]
mod executor;
#[cfg(test)]
#[path = "../../full/src/runtime/scheduler/inject.rs"]
mod inject;
#[cfg(test)]
mod model;
#[cfg(test)]
#[path = "../../full/src/runtime/task/scheduled.rs"]
mod scheduled;
#[cfg(test)]
mod small;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wrong;
