//! **A resumer is just a callback.** A [`Task`] resumes a coroutine. When the coroutine pauses, the task adds its own next
//! `step` as a callback to the future that the coroutine waits for.
//!
//! ```
//! use stage01::co;
//! use stage02::{EventLoop, Future};
//! use stage03::{Await, Task};
//!
//! let event_loop = EventLoop::new()?;
//! let name = Future::new(&event_loop);
//! let wait = Await::new(&name);
//!
//! let task = Task::spawn(&event_loop, co(async |y| {
//!     let name: &str = y.yield_from(wait).await?;      // pauses here; `step` is a callback of the future now
//!     Ok(format!("hello, {name}"))
//! }));
//! event_loop.call_soon(move |_| name.set_result("ada").expect("set once"));
//! event_loop.run()?;
//! assert_eq!(task.future().result().expect("it ended")?, "hello, ada");
//! # Ok::<(), stage01::Exception>(())
//! ```
//!
//! # What this stage adds
//!
//! - [`Task`]: runs a coroutine to its end; its heart is `step`, and its [`future`](Task::future) makes it something
//!   to wait for. [`cancel`](Task::cancel) throws into it.
//! - [`Awaitable`] and [`Wait`]: what a coroutine can wait for, whatever its type; [`Await`]: the coroutine that does.
//! - [`Fetcher`]: connect, read and write as hand-written leaves, and a page in three straight lines.
//! - [`crawl`]: tasks that share a frontier, on a [`site`] of thirty pages; [`web`] is what needs no loop.
//! - [`observe`](mod@observe): what the loop, its futures and its tasks do, told while they do it.
//!
//! # What it still cannot do
//!
//! Every leaf must find the loop, and repeats: register, callback, set the result, unregister. And nothing has a list
//! of the tasks: two tasks that await each other are never done, the loop ends, and nothing says so. `cargo run -p stage03`
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
