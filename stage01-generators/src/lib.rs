//! **A pause is data**: a function that can pause is a struct that remembers where it stopped,
//! and a `match` that goes on from there.
//!
//! ```
//! use stage01::{Coroutine, CoroutineState::{self, *}};
//!
//! enum Greeting { Start, Greeted }                  // where it paused
//!
//! impl Coroutine<&str> for Greeting {
//!     type Yield = String;
//!     type Return = usize;
//!     fn resume(&mut self, name: &str) -> CoroutineState<String, usize> {
//!         match self {
//!             Greeting::Start => { *self = Greeting::Greeted; Yielded(format!("hello, {name}")) }
//!             Greeting::Greeted => Complete(name.len()),
//!         }
//!     }
//! }
//!
//! let mut greeting = Greeting::Start;
//! assert_eq!(greeting.resume("ada"), Yielded("hello, ada".to_string()));
//! assert_eq!(greeting.resume("bye"), Complete(3));
//! ```
//!
//! # What this stage adds
//!
//! - [`Coroutine`] and [`CoroutineState`]: one method, [`resume`](Coroutine::resume).
//! - [`Exception`] and [`Result`]: an error that can be sent *into* a paused function.
//! - [`Generator`]: Python's protocol around any coroutine: `next`, `send`, `throw`, `close`.
//! - [`yield_from!`] and [`raising`]: a coroutine that resumes another one, and passes everything on.
//! - [`co`]: an `async` block used as a coroutine, so that the compiler writes the `match`.
//!
//! # What it still cannot do
//!
//! Nothing in this crate knows *when* to call `resume`. A coroutine that waits for a socket is
//! resumed too early or too late: [`ReadGreeting`] under `cargo run -p stage01` shows both. Stage 2 asks the operating
//! system.
//!
//! The book's chapter: `book/src/stage01/pause.md`.

#![warn(clippy::unwrap_used)]

mod co;
mod coroutine;
mod delegate;
mod exception;
mod generator;
mod greeting;
mod nesting;
pub mod output;

pub use co::{Co, Yielder, co};
pub use coroutine::{Coroutine, CoroutineState, Routine};
pub use delegate::{delegate, raising};
pub use exception::{Exception, GeneratorExit, Result, StopIteration};
pub use generator::{Empty, Generator, GeneratorState, ProtocolError};
pub use greeting::ReadGreeting;
pub use nesting::RecursionError;
