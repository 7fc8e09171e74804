//! The runtime of stage 6, complete and fast: the parts of the crate `stage06`, under the names that tokio gives them.
//!
//! ```
//! use futures::{AsyncReadExt, AsyncWriteExt};
//! use stage06_full::{Runtime, net::{TcpListener, TcpStream}, spawn};
//!
//! Runtime::new().block_on(async {
//!     let listener = TcpListener::bind("127.0.0.1:0").await?;
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
//! # Where things are
//!
//! - [`runtime`]: [`Runtime`], [`Builder`], [`Handle`]. Begin with `runtime/core.rs`: `run_once` is the event loop.
//!   `runtime/scheduler/` queues and polls tasks, `runtime/task/` is one task with its waker and its handle,
//!   `runtime/io/` watches sockets, `runtime/time.rs` holds timers, `runtime/blocking/` threads.
//! - [`task`]: [`spawn()`], [`spawn_blocking`], [`yield_now()`], [`JoinHandle`], [`JoinSet`].
//! - [`time`]: [`sleep()`], [`timeout()`], [`interval()`], in real or in virtual time.
//! - [`net`]: sockets. [`signal`], [`stdin`]: events that only another thread can wait for.
//! - [`block_on()`], [`race`] and [`bridge`] are those of the small runtime. [`gather()`], [`echo`] and `hyper` are built
//!   on the rest.
//!
//! # What it cannot do
//!
//! It has one thread: a task that computes or blocks holds up all others. One whose socket is always ready does not: it
//! has a budget for each poll, as in tokio. A channel of another crate knows nothing of that: see
//! [`consume_budget`](task::consume_budget). `tests/fairness.rs` and `tests/coop.rs` show what is promised.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]

pub mod echo;
mod gather;
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

pub use gather::gather;
pub use runtime::{Builder, Handle, Metrics, Runtime, is_running, metrics};
pub use stage06::{block_on::block_on, bridge, combine::race};
pub use task::{
    AbortHandle, JoinError, JoinHandle, JoinSet, SendJoinHandle, spawn, spawn_blocking, yield_now,
};
pub use time::{
    Elapsed, Interval, Sleep, Timeout, interval, now, sleep, sleep_until, timeout, timeout_at,
};
