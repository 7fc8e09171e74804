//! Exercise c7: a slow lookup, and a server that is deaf meanwhile.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `serve` hold. The tests call `serve` alone: all
//! else is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c7`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// A function that blocks its thread, for a minute perhaps: it asks a name server, hashes a password, reads a disk.
pub type Lookup = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// A request, and where its answer goes.
pub enum Request {
    /// Is answered with `pong`.
    Ping(oneshot::Sender<String>),
    /// Is answered with what the lookup gives for this name.
    Find(String, oneshot::Sender<String>),
}

/// Answers requests, and returns when there will be no more. The requests that are open then are answered all the same.
///
/// - It is called on a runtime with a single thread. A ping waits for no lookup, however many are running or waiting for their turn:
///   hundreds may be.
/// - Up to four lookups run at the same time, and never more, even if clients leave while theirs run, or if one takes a minute. The
///   others wait for their turn.
/// - A lookup that panics is the end of its request, which gets no answer, and of nothing else. So is a
///   client that has gone, whose answer is not wanted any more.
pub async fn serve(mut requests: mpsc::Receiver<Request>, lookup: Lookup) {
    while let Some(request) = requests.recv().await {
        let lookup = lookup.clone();
        tokio::spawn(async move {
            // A client that has gone wants no answer.
            let _ = match request {
                Request::Ping(reply) => reply.send("pong".into()),
                Request::Find(name, reply) => reply.send(lookup(&name)),
            };
        });
    }
}

#[path = "tests/e7_lookup.rs"]
mod tests;
