//! **Each task looks for itself.** The loop gives every task one step in turn, and a task looks in its step whether it can go on. So
//! any code can define a wait.
//!
//! ```
//! use stage01::co;
//! use stage05::{Loop, until, yield_now};
//! use std::{cell::Cell, rc::Rc};
//!
//! let open = Rc::new(Cell::new(false));           // a wait that the loop has never heard of
//! let seen = open.clone();
//! let event_loop = Loop::new();
//! let waits = event_loop.add_task(until(move || seen.get().then_some("it is open")));
//! event_loop.run_task(co(async move |y| {
//!     y.yield_from(yield_now()).await?;           // each other task takes a step
//!     Ok(open.set(true))
//! }))?;
//! event_loop.run();
//! assert_eq!(waits.result().unwrap()?, "it is open");
//! # Ok::<(), stage01::Exception>(())
//! ```
//!
//! # What this stage adds
//!
//! - [`run_tasks`]: the whole idea in ten lines. [`Loop`]: the same, and tasks can be added while it runs.
//! - [`until`]: the one wait. [`yield_now`], [`sleep`], [`gather`] and [`AioSocket`] are built on it, without any help of the loop.
//! - [`Clock`]: real time, or [`Virtual`] time that passes with the turns of the loop.
//! - [`echo`]: the echo server, by trying.
//! - [`polled`]: an `async` block as a task. A poll is a step.
//! - [`bill`]: what all this costs. [`parking`]: a loop that parks, but only for sockets.
//!
//! # What it still cannot do
//!
//! A task cannot say "wake me". While all tasks wait, the loop runs as fast as it can, and each task that waits delays the steps of all
//! others. Stage 6 keeps the open waits, and hands each task a `Waker`.
//!
//! The book's chapter: `book/src/stage05/carousel.md`.

#![warn(clippy::unwrap_used)]

pub mod bill;
mod carousel;
mod clock;
mod context;
pub mod echo;
mod error;
mod event_loop;
mod gather;
mod handle;
pub mod parking;
mod polled;
mod socket;
mod task;
mod wait;

pub use carousel::{run_task, run_tasks};
pub use clock::{Clock, Monotonic, Virtual};
pub use error::{NoLoop, Panicked};
pub use event_loop::Loop;
pub use gather::gather;
pub use handle::Handle;
pub use polled::{Polled, awaited, polled};
pub use socket::AioSocket;
pub use task::Task;
pub use wait::{Until, sleep, sleep_until, until, yield_now};
