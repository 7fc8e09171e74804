//! What threads share in stage 6, under every order of events that the memory model allows.
//!
//! loom runs stage 6's own files with atomics, locks and threads of its own, and tries all interleavings. A wake-up that
//! is lost leaves the loop parked forever, which loom reports as a deadlock. Each rule of the files has a broken twin, a
//! diff in `twins`, which must lose one.
//!
//! `cargo test -p model` runs it. No flag is needed: only these files are modelled, and they ask their crate for what
//! they are made of. `LOOM_MAX_PREEMPTIONS` is how often a thread may be interrupted where it need not be: 3 if it is not
//! set.
//!
//! `cargo test -p model --features shuttle` runs the same programs in random orders: `SCHEDULES` of them, 1000 if it is
//! not set, and the same ones each time unless `SHUTTLE_RANDOM_SEED` is set. shuttle knows no memory orders, so it cannot
//! find a twin that is wrong by them alone.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "../../src/events.rs"]
#[allow(dead_code, unreachable_pub)]
mod events;
#[cfg(test)]
mod finished;
#[cfg(test)]
mod full;
#[cfg(test)]
mod pool;
#[cfg(test)]
mod small;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod util;
