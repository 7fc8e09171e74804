//! Runs a test in *every* order in which its events can happen, and tells the shortest order that fails.
//!
//! A bug between tasks needs an order that a test meets once in a million runs. Here the order is not left to an executor or to
//! the operating system: what happens next is a *choice* of the explorer. It runs the test again and again, each time with
//! other choices. Each order is a list of small numbers, and can be run again.
//!
//! # An async test: [`check`]
//!
//! A test spawns tasks in a [`World`] and says what they promise. It needs no runtime: any future works that needs only a waker.
//!
//! ```
//! use std::{cell::RefCell, future::poll_fn, rc::Rc, task::{Poll, Waker}};
//!
//! /// A place for one message. The reader leaves its waker there, and the writer forgets to call it.
//! #[derive(Default)]
//! struct Slot { message: Option<u32>, waker: Option<Waker> }
//!
//! let verdict = explorer::Check::new().run(|world| {
//!     let slot = Rc::new(RefCell::new(Slot::default()));
//!     let reads = slot.clone();
//!     world.spawn("reader", async move {
//!         let message = poll_fn(|cx| {
//!             let mut slot = reads.borrow_mut();
//!             slot.waker = Some(cx.waker().clone());
//!             slot.message.take().map_or(Poll::Pending, Poll::Ready)
//!         });
//!         assert_eq!(message.await, 7);
//!     });
//!     world.spawn("writer", async move { slot.borrow_mut().message = Some(7) });
//! });
//! let failure = verdict.failure.expect("in one of the two orders");
//! assert_eq!(failure.to_string(), "\
//! \x20  1. reader runs and waits.
//! \x20  2. writer runs and ends.
//! \x20  => reader has waited since step 1, and nothing is left that could wake it
//! ");
//! ```
//!
//! In a test of your own, `explorer::check(|world| …)` does the same, and panics with that story and with the command that runs
//! this order alone: `EXPLORE=0 cargo test NAME`. If all is well it returns what was tried, in words: "all 1,278 orders".
//!
//! What can be a choice:
//!
//! | choice | how a test asks for it |
//! |---|---|
//! | which task that was woken is polled next | [`World::spawn`] |
//! | when another thread or the kernel acts: between two polls, or in the middle of one | [`World::outside`], [`World::pause`], [`World::mark`] |
//! | when a deadline passes, with whatever else is ready | [`World::sleep`], [`World::timeout`] |
//! | whether, and when, a task is cancelled | [`Task::may_cancel`](world::Task::may_cancel) |
//! | a poll that nothing has asked for | [`Check::spurious`] |
//! | which operation of which thread is next, also in the middle of a poll | [`World::thread`], with the types in [`sync`] |
//!
//! What is a failure, without a word of the test: a panic, of a task, a thread or a drop; a task or a thread that waits forever
//! (a [server](world::Task::background) may); tasks that wake each other without end. All else the test asserts itself, in its
//! tasks or [at the end](World::at_end).
//!
//! Orders are tried from the most ordinary to the strangest: first come, first served, then all with one *deviation* from that,
//! then all with two. So the first order that fails has as few as possible. If there are more than 20,000 orders
//! ([`Check::limit`]), random ones follow ([`Check::random`]), and the verdict says so.
//!
//! # Threads without tasks: [`explore`]
//!
//! Two threads count to two. Each reads the counter, and writes one more. Threads are made of the types in [`sync`], which stop
//! before each operation:
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
//! This mode tries all orders depth first, counts those that fail, and lets a program put each step into words and pictures.
//!
//! # What it does not do
//!
//! - Memory is sequentially consistent here: an operation that is too weak (`store` instead of `swap`, `Relaxed`) is not
//!   found. That is what [loom](https://docs.rs/loom) is for.
//! - No two orders are taken for the same, even if they differ in nothing that can be seen. So a test is two or three tasks with
//!   a few pauses each.
//! - Threads stop at the types in [`sync`] and nowhere else. What a library does with the standard ones is one step. So do not
//!   use the types of [`sync`] while you hold a lock of the standard library: the thread would stop with it, and another one
//!   would wait for a lock that the explorer does not know.
//! - `park` never returns early, though the real one may.
//! - A test must do the same whenever the choices are the same: no clock, no random number, no address, no real thread or
//!   socket. If a failing order ends in another way when it is run again, the explorer says so.

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
mod settings;
mod step;
mod stop;
pub mod sync;
mod thread;
mod threads;
mod verdict;
mod wakes;
pub mod world;

pub use act::{Act, Doing};
pub use check::{Check, check};
pub use chooser::{Choice, Chooser};
pub use explore::{Orders, Report, explore, orders};
pub use order::{Order, replay};
pub use step::{Line, Seen, Step, View, at};
pub use stop::{here, pause, quietly};
pub use threads::Threads;
pub use verdict::{Failure, Verdict};
pub use world::World;
