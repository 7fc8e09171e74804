//! Runs a few threads in *every* order in which they can take turns, and finds the order that loses a wake.
//!
//! A bug between two threads needs an order that a test meets once in a million runs. Here the order is not left to the
//! operating system. Threads are made of the types in [`sync`], which stop before each operation: each lock, each atomic, each
//! `park`. One thread at a time goes on, to its next operation; which one is a *choice*. The explorer runs the program
//! again and again, each time with other choices, depth first, until all are tried. Each order is a list of small numbers
//! and can be run again.
//!
//! Two threads count to two. Each reads the counter, and writes one more:
//!
//! ```
//! use explorer::sync::{Arc, atomic::{AtomicUsize, Ordering::SeqCst}};
//! use explorer::{Threads, explore};
//!
//! let report = explore(|chooser| {
//!     let counter = Arc::new(AtomicUsize::new(0));
//!     let [left, right] = [counter.clone(), counter.clone()];
//!     Threads::new()
//!         .spawn("left", move || left.store(left.load(SeqCst) + 1, SeqCst))
//!         .spawn("right", move || right.store(right.load(SeqCst) + 1, SeqCst))
//!         .run(chooser)?;
//!     if counter.peek() == 2 { Ok(()) } else { Err("an update is lost".into()) }
//! });
//! assert_eq!((report.orders, report.lost), (6, 4));
//! println!("{report}"); // the counts, and the shortest order that loses one
//! ```
//!
//! The code that matters here is the small runtime's: [`variants`] holds its `executor.rs` and `block_on.rs`, the very files,
//! and *broken twins* of them: the same files with a small mistake. [`programs`] are the threads that use them. A twin loses a
//! wake in some order; the right files lose none in any. [`cancel_race`](programs::cancel_race) has one thread: its choices are what comes
//! next, and it uses the stage's crate as it is. [`trace`] turns the orders into replays for the book.
//!
//! [`loops`] holds the whole runtime: executor, timers, reactor and `run_once`. It runs on one thread, in a [`world`] that
//! has the clock and the selector. There a choice is what comes next from outside: a byte, the deadline, a wake by another
//! thread, or nothing.
//!
//! What it does not do:
//! - Memory is sequentially consistent here: an operation that is too weak (`store` instead of `swap`, `Relaxed`) is not
//!   found. That is what the package `model` is for, where loom runs the same files.
//! - It tries all orders and leaves none out, so a program is two or three threads with some ten operations each.
//! - `park` never returns early, though the real one may.
//! - A program must do the same whenever the choices are the same: no clock, no random number, no address.

mod act;
mod baton;
mod director;
mod events {
    //! The stage's file: the executor tells an observer what it does.
    #![allow(dead_code, unreachable_pub, missing_docs, clippy::all)]
    include!(concat!(env!("OUT_DIR"), "/events.rs"));
}
mod explore;
pub mod loops;
pub mod programs;
mod refused;
mod step;
pub mod sync;
mod thread;
mod threads;
pub mod trace;
pub mod twins;
pub mod variants;
pub mod world;

pub use act::{Act, Doing};
pub use baton::{pause, quietly};
pub use explore::{Choice, Chooser, Order, Orders, Report, explore, orders, replay};
pub use step::{Line, Seen, Step, View, at};
pub use threads::Threads;
