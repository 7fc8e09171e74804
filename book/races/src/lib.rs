//! The course's races: the stages' own files under every order of threads and events, beside *broken twins* of them.
//!
//! The `explorer` tries the orders. This package has what it tries: [`variants`] holds the small runtime's `executor.rs` and
//! `block_on.rs`, the very files, and the same files with a small mistake. [`programs`] are the threads that use them. A twin
//! loses a wake in some order; the right files lose none in any. [`cancel_race`](programs::cancel_race) has one thread: its
//! choices are what comes next, and it uses the stage's crate as it is. [`trace`] turns the orders into replays for the book.
//!
//! [`loops`] holds the whole runtime: executor, timers, reactor and `run_once`. It runs on one thread, in a [`world`] that
//! has the clock and the selector. There a choice is what comes next from outside: a byte, the deadline, a wake by another
//! thread, or nothing.

mod events {
    //! The stage's file: the executor tells an observer what it does.
    #![allow(dead_code, unreachable_pub, missing_docs, clippy::all)]
    include!(concat!(env!("OUT_DIR"), "/events.rs"));
}
pub mod loops;
pub mod programs;
mod sync {
    //! What the stage's files take from their `sync`: the explorer's, and the clock and the selector of a world.
    #![allow(unused_imports)] // each file takes another part
    pub(crate) use crate::world::{Instant, mio};
    pub(crate) use explorer::sync::*;
}
pub mod trace;
pub mod twins;
pub mod variants;
pub mod world;
