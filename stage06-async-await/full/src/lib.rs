//! **"Wake me."** A task that waits leaves a `Waker` with whatever it waits for, and is polled again only when
//! somebody has called it. So it is open, as stage 5 is, and sleeps when there is nothing to do, as stage 4 does.
//!
//! ```
//! use futures::{AsyncReadExt, AsyncWriteExt};
//! use stage06_full::{Runtime, net::{TcpListener, TcpStream}, spawn};
//!
//! Runtime::new().block_on(async {
//!     let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
//!     let address = listener.local_addr()?;
//!     let server = spawn(async move { stage06_full::echo::echo(listener.accept().await?.0).await });
//!
//!     let mut client = TcpStream::connect(address).await?;
//!     client.write_all(b"hello").await?;
//!     client.close().await?;
//!     let mut answer = String::new();
//!     client.read_to_string(&mut answer).await?;
//!     assert_eq!(answer, "hello");
//!     server.await.expect("it does not panic")
//! })?;
//! # std::io::Result::Ok(())
//! ```
//!
//! # What this stage adds
//!
//! - [`block_on()`]: one future, one thread, a few lines.
//! - [`Runtime`]: many futures on one thread; its heart is [`block_on`](Runtime::block_on). [`spawn`] makes tasks,
//!   [`JoinHandle`] has their outcome.
//! - [`sleep`], [`interval`], [`timeout()`]; in real time, or in a virtual one.
//! - [`net`]: sockets, on a reactor around mio.
//! - [`Handle`], [`spawn_blocking`], [`signal`], [`stdin`]: other threads, and what only they can wait for.
//! - [`bridge`]: stage 2's futures and stage 5's tasks are awaited; [`echo`]: the server, for the last time.
//!
//! # What it still cannot do
//!
//! It has one thread: a task that computes or blocks holds up all others. And a task whose socket is always ready may
//! keep the turn for as long as it likes: there is no budget as in tokio. `tests/fairness.rs` shows what is promised.
//!
//! The book's chapter: `book/src/stage06/async_block.md`.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]

mod block_on;
pub mod bridge;
mod combine;
pub mod echo;
#[cfg(feature = "http")]
pub mod hyper;
pub mod net;
pub mod runtime;
pub mod signal;
pub mod stdin;
mod sync;
pub mod task;
pub mod time;
mod util;

pub use block_on::block_on;
pub use combine::{gather, race};
pub use runtime::{Builder, Handle, Metrics, Runtime, is_running, metrics};
pub use task::{JoinError, JoinHandle, SendJoinHandle, spawn, spawn_blocking, yield_now};
pub use time::{
    Elapsed, Interval, Sleep, Timeout, interval, now, sleep, sleep_until, timeout, timeout_at,
};
