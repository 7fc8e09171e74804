//! One echo exchange on each design of the course, with exact counts.
//!
//! A client sends a line, gets it back, sends another, gets that back, and ends its half of the connection. The six
//! modules serve it, each in the words of its stage. `counts` (on Linux) runs one of them in a process of its own,
//! stops it at each system call, and lets the client act only while the server waits. So all counts are the same in
//! every run.

pub mod blocking;
pub mod callbacks;
pub mod requests;
pub mod round_robin;
pub mod task;
pub mod wakers;

mod design;
#[cfg(unix)]
mod stdin;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod traced;

pub use design::{Design, Kind, Part};
#[cfg(unix)]
pub use stdin::serve_stdin;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub use traced::{Calls, Counts, counts};
