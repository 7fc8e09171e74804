//! **A resumer is just a callback.** A [`Task`] resumes a coroutine; when that pauses, the task hangs its own `step` on the
//! future it waits for. So straight lines run without anybody waiting.
//!
//! ```
//! use stage01::co;
//! use stage02::{EventLoop, Future};
//! use stage03::{Await, Task};
//!
//! let event_loop = EventLoop::new()?;
//! let bell = Future::new(&event_loop);
//! let rings = Await::new(&bell);
//!
//! let task = Task::spawn(&event_loop, co(async |y| {
//!     let who: &str = y.yield_from(rings).await?;      // pauses here; `step` now hangs on the bell
//!     Ok(format!("{who} is at the door"))
//! }));
//! event_loop.call_soon(move |_| bell.set_result("ada").expect("it rings once"));
//! event_loop.run()?;
//! assert_eq!(task.future().result().expect("it ended")?, "ada is at the door");
//! # Ok::<(), stage01::Exception>(())
//! ```
//!
//! # What this stage adds
//!
//! - [`Task`]: carries a coroutine to its end; its heart is `step`, and its [`future`](Task::future) makes it something
//!   to wait for. [`cancel`](Task::cancel) throws into it.
//! - [`Awaitable`] and [`Wait`]: what a coroutine can wait for, whatever its type; [`Await`]: the coroutine that does.
//! - [`Fetcher`]: connect, read and write as hand-written leaves, and a page in three straight lines.
//! - [`crawl`]: tasks that share a frontier, on a [`site`] of thirty pages; [`web`] is what needs no loop.
//! - [`observe`](mod@observe): what the loop, its futures and its tasks do, told while they do it.
//!
//! # What it still cannot do
//!
//! Every leaf must find the loop, and repeats: register, callback, set the result, unregister. And nobody knows who waits
//! for whom: two tasks that await each other are never done, the loop ends, and nothing says so. `cargo run -p stage03`
//! shows both. Stage 4 lets tasks ask, and one place do the waiting.
//!
//! The book's chapter: `book/src/stage03/task.md`.

#![warn(clippy::unwrap_used)]

mod awaitable;
mod crawler;
pub mod fetcher;
pub mod observe;
mod outcome;
mod registration;
pub mod site;
mod task;
pub mod web;

pub use awaitable::{Await, Awaitable, Wait};
pub use crawler::crawl;
pub use fetcher::Fetcher;
pub use outcome::{Cancelled, Panicked};
pub use task::Task;
