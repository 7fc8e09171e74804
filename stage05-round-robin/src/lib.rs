//! **Everyone looks for themselves.** The loop is a carousel: each task takes one step, and looks in it whether what it waits for
//! is there. So anyone may invent a wait.
//!
//! ```
//! use stage01::co;
//! use stage05::{Loop, interrupt, until};
//! use std::{cell::Cell, rc::Rc};
//!
//! let bell = Rc::new(Cell::new(false));           // a kind of wait that no loop has heard of
//! let rung = bell.clone();
//! let event_loop = Loop::new();
//! let listening = event_loop.add_task(until(move || rung.get().then_some("ding")));
//! event_loop.run_task(co(async move |y| {
//!     y.yield_from(interrupt()).await?;           // everyone else has a turn
//!     Ok(bell.set(true))
//! }))?;
//! event_loop.run();
//! assert_eq!(listening.result().unwrap()?, "ding");
//! # Ok::<(), stage01::Exception>(())
//! ```
//!
//! # What this stage adds
//!
//! - [`run_task`] and [`run_tasks`]: the whole carousel, in ten lines; and [`Loop`], which others may join while it turns.
//! - [`until`]: the one wait. [`interrupt`], [`sleep`], [`Waiter`], [`gather`] and [`AioSocket`] are made of it, and none of them needs
//!   anything that the loop does not give to all.
//! - [`Clock`]: real time, or [`Virtual`] time that passes with the rounds.
//! - [`echo`]: the echo server, by trying.
//! - [`polled`]: an `async` block as a task. A turn is a poll.
//! - [`bill`]: what all this costs. [`parking`]: a loop that parks, but only for sockets.
//!
//! # What it still cannot do
//!
//! Nobody can say "wake me". While all tasks wait, the loop turns as fast as it can, and one task's turn comes later with every other that
//! waits. Stage 6 keeps what is open here, and hands each task a `Waker`.
//!
//! The book's chapter: `book/src/stage05/carousel.md`.

#![warn(clippy::unwrap_used)]

pub mod bill;
mod carousel;
mod clock;
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
mod waiter;

pub use carousel::{run_task, run_tasks};
pub use clock::{Clock, Monotonic, Virtual};
pub use error::{NoLoop, Panicked};
pub use event_loop::Loop;
pub use gather::gather;
pub use handle::Handle;
pub use polled::{Polled, awaited, polled};
pub use socket::AioSocket;
pub use task::Task;
pub use wait::{Until, interrupt, sleep, sleep_until, until};
pub use waiter::Waiter;
