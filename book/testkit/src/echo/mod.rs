//! One conformance suite for every echo server of the book.
//!
//! Each design (blocking, a thread per connection, callbacks, requests, polling, wakers) serves the same protocol: whatever
//! a client sends comes back, until the client ends its side. The suite looks at a server as its clients do.
//!
//! ```no_run
//! # use std::{io, net::{TcpListener, TcpStream}};
//! # fn serve(_: TcpListener, _: TcpStream) -> io::Result<()> { Ok(()) }
//! # fn blocking(_: TcpListener, _: TcpStream) -> io::Result<()> { Ok(()) }
//! use testkit::echo::{Suite, Symptom, conform};
//!
//! conform("callbacks", serve); // keeps every promise
//!
//! Suite::new("blocking", blocking)
//!     .cannot("many clients at once", Symptom::NoAnswer) // the second client waits for the first to leave
//!     .run();
//! ```
//!
//! Keep it alone in its test file: it counts the descriptors and the CPU time of its own process. Suites in one process
//! run one after the other.

mod checks;
mod client;
pub mod machine;
mod pattern;
mod server;
mod socket;
mod suite;
mod symptom;

pub use client::Client;
pub use server::Serve;
pub use suite::{Suite, conform};
pub use symptom::{Failure, Seen, Symptom};
