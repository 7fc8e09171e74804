//! A task that waits leaves its `Waker` with whatever it waits for, and is polled again only when that waker is called.
//!
//! ```
//! use futures_util::{AsyncReadExt, AsyncWriteExt};
//! use stage06::{Runtime, net::{TcpListener, TcpStream}, runtime::spawn};
//!
//! Runtime::new()?.block_on(async {
//!     let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
//!     let address = listener.local_addr()?;
//!     spawn(async move { stage06::echo::echo(listener.accept().await?).await });
//!
//!     let mut client = TcpStream::connect(address).await?;
//!     client.write_all(b"hello").await?;
//!     client.close().await?;
//!     let mut answer = String::new();
//!     client.read_to_string(&mut answer).await?;
//!     assert_eq!(answer, "hello");
//!     Ok::<(), std::io::Error>(())
//! })?;
//! # std::io::Result::Ok(())
//! ```
//!
//! Read the files in this order. Each of the first five can be read alone; the sixth joins them.
//!
//! 1. [`block_on`](mod@block_on) – one future, one thread
//! 2. [`executor`] – many tasks, a run queue, a waker for each
//! 3. [`join`] – the outcome of a task; abort; panics
//! 4. [`timers`] – deadlines
//! 5. [`reactor`] – sockets
//! 6. [`runtime`] – `run_once`, the event loop; `spawn` and `sleep`
//!
//! [`net`], [`combine`] and [`echo`] are built on these six. [`channel`] and [`select`] need none of them: they run on
//! any executor. [`bridge`] awaits the futures of stage 2 and the tasks of stage 5. [`events`] and [`snapshot`] are for
//! an observer; [`mod@panic`] is what keeps a panic away from other tasks.
//!
//! # What it leaves out
//!
//! It is small, not wrong: what it has can be relied on. These it does not have; `stage06-full` has most of them.
//!
//! - Speed. Each turn asks the selector, each wake takes a lock, and each task is two allocations and a map entry.
//! - Work from other threads: a `Waker` may be sent to one, but `spawn` and `JoinHandle` stay on the loop's thread. A
//!   task that blocks or computes holds up all others.
//! - Clocks other than the real one, name look-ups, UDP, signals, standard input.
//! - Several tasks that wait for one direction of a socket. The latest is woken.
//! - Warnings: tasks that wait for each other wait forever, without a word. So does a sleep whose runtime was dropped.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]
#![allow(missing_debug_implementations)] // they would be half of some files

pub mod block_on;
pub mod bridge;
pub mod channel;
pub mod combine;
pub mod echo;
pub mod events;
pub mod executor;
pub mod join;
pub mod net;
pub mod panic;
pub mod reactor;
pub mod runtime;
pub mod select;
pub mod snapshot;
mod sync;
pub mod timers;

pub use runtime::Runtime;
