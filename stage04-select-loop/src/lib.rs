//! **Tasks ask, the loop answers**: a task yields what it wants to wait for, and one place waits for all of them.
//!
//! ```
//! use stage01::co;
//! use stage04::{Asks, EventLoop, Simulated, gather, now, sleep};
//! use std::time::Duration;
//!
//! fn nap(seconds: u64) -> impl Asks<Duration> {
//!     co(async move |y| {
//!         y.yield_from(sleep(Duration::from_secs(seconds))).await?; // asks
//!         y.yield_from(now()).await                                 // and goes on when it is so
//!     })
//! }
//!
//! let mut event_loop = EventLoop::with(Simulated::new()); // in virtual time: it takes no time
//! let times = event_loop.run_until_complete(gather(vec![nap(3), nap(1)]))?;
//! assert_eq!(times, [3, 1].map(Duration::from_secs));
//! # stage01::Result::<()>::Ok(())
//! ```
//!
//! # What this stage adds
//!
//! - [`Request`]: what a task can ask; and [`Ask`]: a coroutine that asks once. [`Asks`] is any that asks.
//! - [`EventLoop`]: its heart is [`run_once`](EventLoop::run_once); if nothing can ever happen again, it returns a
//!   [`Deadlock`] that says what each task waits for.
//! - [`spawn`], [`join`], [`cancel`], and what is made of them: [`gather`] and [`timeout`].
//! - [`sleep`], [`sleep_until`], [`now`]: time, which the earlier loops did not know.
//! - [`World`]: where readiness and time come from: [`Real`], [`Simulated`], and, on Unix, `Scan` by `poll(2)`.
//! - [`readable`], [`writable`], and whole operations made of them: [`read`], [`write_all`], [`accept`], [`connect`]; and the
//!   [`echo`] server and stage 3's [`crawler`].
//!
//! # What it still cannot do
//!
//! The set of requests is fixed. A new kind of wait, such as a countdown latch, has no request of its own. Its task can ask for one turn
//! after another, and look (`cargo run -p stage04` counts how many are for nothing). Stage 5 lets every task look for itself.
//!
//! The book's chapter: `book/src/stage04/requests.md`.

#![warn(clippy::unwrap_used)]

mod answer;
mod ask;
mod combine;
pub mod crawler;
mod deadlock;
pub mod echo;
mod error;
mod event_loop;
mod fetch;
mod handle;
mod net;
mod panic;
mod real;
mod request;
#[cfg(unix)]
mod scan;
mod simulated;
mod step;
mod task;
mod timers;
mod watched;
mod world;

pub use ask::{
    Ask, Asks, cancel, ended, join, now, readable, sleep, sleep_until, spawn, spawn_named,
    writable, yield_now,
};
pub use combine::{gather, timeout};
pub use error::{Cancelled, Deadlock, JoinedItself, OtherLoop, Panicked, TimedOut, Unanswered};
pub use event_loop::EventLoop;
pub use fetch::fetch;
pub use handle::Handle;
pub use net::{accept, connect, read, write_all};
pub use panic::{catch_panic, drop_ended};
pub use real::Real;
pub use request::{Request, Slot};
#[cfg(unix)]
pub use scan::Scan;
pub use simulated::{Simulated, Stream};
pub use task::{NewTask, TaskId};
pub use world::{Ready, Source, SourceId, World};
