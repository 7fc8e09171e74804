//! Faults and designs: what goes wrong outside, and what each echo server of the course makes of it.
//!
//! A row is a [`Fault`], a column a [`Design`], and a cell is [judged](Fault::judge) by a client: either every promise
//! of the fault is kept, or the server breaks it by one [`Symptom`](testkit::echo::Symptom). What a design cannot do is
//! in [`Design::cannot`], so that a test compares all cells with it.
//!
//! Half of the faults need a server in a process of its own: it is stopped, interrupted, or kept short of descriptors.

mod design;
mod fault;
#[cfg(unix)]
mod outside;
mod panicking;
#[cfg(unix)]
mod server;
mod servers;
#[cfg(unix)]
mod stopping;

pub use design::Design;
pub use fault::{FAULTS, Fault};
#[cfg(unix)]
pub use server::{Setting, serve};
#[cfg(unix)]
pub use stopping::{End, transfer};
