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
//! What it does not do:
//! - Memory is sequentially consistent here: an operation that is too weak (`store` instead of `swap`, `Relaxed`) is not
//!   found. That is what [loom](https://docs.rs/loom) is for.
//! - It tries all orders and leaves none out, so a program is two or three threads with some ten operations each.
//! - `park` never returns early, though the real one may.
//! - A program must do the same whenever the choices are the same: no clock, no random number, no address.

mod act;
mod baton;
mod caught;
mod check;
mod chooser;
mod director;
mod explore;
mod number;
mod order;
mod pct;
mod refused;
mod search;
mod step;
pub mod sync;
mod thread;
mod threads;
mod verdict;
mod wakes;
pub mod world;

pub use act::{Act, Doing};
pub use baton::{here, pause, quietly};
pub use check::{Check, check};
pub use chooser::{Choice, Chooser};
pub use explore::{Orders, Report, explore, orders};
pub use order::{Order, replay};
pub use step::{Line, Seen, Step, View, at};
pub use threads::Threads;
pub use verdict::{Failure, Verdict};
pub use world::World;
