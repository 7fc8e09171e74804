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
//! Read the files in this order. Each of the first five stands alone; the sixth joins them.
//!
//! 1. [`block_on`](mod@block_on) – one future, one thread
//! 2. [`executor`] – many tasks, a run queue, a waker for each
//! 3. [`join`] – the outcome of a task; abort; panics
//! 4. [`timers`] – deadlines
//! 5. [`reactor`] – sockets
//! 6. [`runtime`] – `run_once`, the event loop; `spawn` and `sleep`
//! 7. [`net`], [`combine`], [`echo`]: what can be built on it

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]
#![allow(missing_debug_implementations)] // they would be half of some files

pub mod block_on;
pub mod combine;
pub mod echo;
pub mod executor;
pub mod join;
pub mod net;
pub mod reactor;
pub mod runtime;
pub mod timers;

pub use runtime::Runtime;
