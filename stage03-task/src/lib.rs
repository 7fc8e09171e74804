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

#![warn(clippy::unwrap_used)]

mod awaitable;
mod crawler;
pub mod fetcher;
pub mod observe;
mod registration;
pub mod site;
mod task;
pub mod web;

pub use awaitable::{Await, Awaitable, Wait};
pub use crawler::crawl;
pub use fetcher::Fetcher;
pub use task::{Cancelled, Panicked, Task};
