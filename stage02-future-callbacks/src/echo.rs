//! Four echo servers: the same promise, four ways to wait.
//!
//! Each is one function, `serve(listener, stop)`. It sends back what each client sends, and returns once `stop` becomes
//! readable or ends; it has closed every connection by then. One conformance suite runs against all of them.
//!
//! | server | what waits | what it cannot do |
//! |---|---|---|
//! | [`blocking`] | the one thread, for the one client it serves | serve a second client |
//! | [`threads`] | a thread for each client | serve very many: each costs a stack and a place in the kernel's scheduler |
//! | [`select`] | one thread, for all of them | stay readable: its loop must know every kind of socket |
//! | [`callbacks`] | the loop, for all of them | – |

pub mod blocking;
pub mod callbacks;
mod connection;
pub mod select;
pub mod threads;

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// How long a server waits before it tries again what failed, most likely because the system has no descriptor left.
const BACK_OFF: Duration = Duration::from_millis(10);

/// What a failed `accept` says about the server. The first two kinds do not concern the server.
#[derive(Debug, PartialEq)]
enum AcceptError {
    /// No more clients are waiting: the selector will say when to go on.
    NoMore,
    /// The client has gone, or the way to it: go on with the next.
    ClientGone,
    /// The system cannot open another descriptor; or something unforeseen. The client stays in the queue, so the listener
    /// stays readable, and a loop that tries again at once spins.
    Failed,
}

impl From<io::Error> for AcceptError {
    fn from(error: io::Error) -> Self {
        use ErrorKind::*;
        match error.kind() {
            WouldBlock => AcceptError::NoMore,
            Interrupted | ConnectionAborted | ConnectionReset => AcceptError::ClientGone,
            HostUnreachable | NetworkUnreachable | NetworkDown => AcceptError::ClientGone,
            _ => AcceptError::Failed,
        }
    }
}
