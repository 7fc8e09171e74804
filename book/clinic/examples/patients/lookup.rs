//! Patient 7: a slow lookup, and a server that is deaf meanwhile. After <https://github.com/hyperium/hyper/issues/1320>.

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

// ANCHOR: serve
/// Answers requests, and returns when there will be no more.
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
// ANCHOR_END: serve
