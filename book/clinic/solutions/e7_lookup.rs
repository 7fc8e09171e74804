//! Solution of c7: lookups run on threads that may block, four at a time.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::spawn_blocking;

/// A function that blocks its thread.
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
    let turns = Arc::new(Semaphore::new(4));
    while let Some(request) = requests.recv().await {
        let (turns, lookup) = (turns.clone(), lookup.clone());
        tokio::spawn(async move {
            // A client that has gone wants no answer.
            let _ = match request {
                Request::Ping(reply) => reply.send("pong".into()),
                Request::Find(name, reply) => {
                    let turn = turns.acquire_owned().await;
                    let found = spawn_blocking(move || {
                        let _until_the_end = turn;
                        lookup(&name)
                    });
                    match found.await {
                        Ok(found) => reply.send(found),
                        Err(_panicked) => return,
                    }
                }
            };
        });
    }
}
// ANCHOR_END: serve

#[path = "../exercises/tests/e7_lookup.rs"]
mod tests;
