//! **The operating system knows when.** A callback is what to do then, and a [`Future`] keeps the two apart: one side
//! says *now*, the other has said *what then*.
//!
//! ```
//! use stage02::{EventLoop, Future, Interest};
//! use std::{net::{TcpListener, TcpStream}, rc::Rc};
//!
//! let listener = Rc::new(TcpListener::bind("127.0.0.1:0")?);
//! let _client = TcpStream::connect(listener.local_addr()?)?;
//!
//! let event_loop = EventLoop::new()?;
//! let arrived = Future::new(&event_loop);
//! let on_client = arrived.clone();
//! event_loop.register(listener, Interest::Read, move |event_loop, ready| {   // when
//!     event_loop.unregister(ready.key).expect("it is registered");
//!     on_client.set_result("a client is here").expect("it is set once");
//! })?;
//! arrived.add_done_callback(|arrived| println!("{:?}", arrived.result()));   // what then
//! event_loop.run()?;
//! assert!(arrived.done());
//! # std::io::Result::Ok(())
//! ```
//!
//! # What this stage adds
//!
//! - [`Selector`]: sockets go in, the ones that are ready come out.
//! - [`EventLoop`]: a selector that keeps handlers, and a queue of callbacks; its heart is [`run_once`](EventLoop::run_once).
//! - [`Future`]: a value that is not there yet, and the callbacks that wait for it.
//! - [`fetch()`]: one operation, made of callbacks; and [`Fetcher`]: the same connect as a stage 1
//!   [`Coroutine`](stage01::Coroutine) that yields futures.
//! - [`echo`]: four servers with one promise: blocking, with threads, with `select`, with callbacks.
//!
//! # What it still cannot do
//!
//! One operation is scattered over four callbacks; `cargo run -p stage02` prints the order in which they run. The
//! coroutine is linear again, but nothing resumes it: its caller must add a callback to every future by hand. Stage 3
//! writes that callback once.
//!
//! The book's chapter: `book/src/stage02/blocking.md` and the pages after it.

#![warn(clippy::unwrap_used)]

mod connect;
pub mod echo;
mod event_loop;
pub mod fetch;
mod fetcher;
mod future;
mod interest;
mod panic;
mod selector;
mod unchain;

pub use connect::{begin_connect, finish_connect};
pub use event_loop::{EventLoop, WeakEventLoop};
pub use fetch::fetch;
pub use fetcher::{Connect, Fetcher};
pub use future::{Future, InvalidState};
pub use interest::{Interest, Key, Ready};
pub use panic::{catch_panic, panic_message};
pub use selector::{Selector, Source};
pub use unchain::drop_in_turn;
