//! What is asked of every runtime that is measured.

use std::{future::Future, net::TcpListener, time::Duration};

/// A runtime on one thread. Its functions are called inside of it, but for `run` and `serve`.
pub(crate) trait Peer: 'static {
    /// Makes a new runtime, spawns this future on it, and waits for that task. So it is a spawned task that drives
    /// each operation: the root future is polled in another way.
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T;

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static;

    fn yield_now() -> impl Future<Output = ()>;
}

/// A runtime with timers.
pub(crate) trait Clock: Peer {
    fn sleep(duration: Duration) -> impl Future<Output = ()>;
}

/// Whatever can serve sockets.
pub(crate) trait Server {
    /// Takes so many clients from a nonblocking listener, one task for each, and sends back what they send until they
    /// have all ended. Gives the number of bytes.
    fn serve(listener: TcpListener, clients: usize) -> u64;
}

/// How many bytes a server keeps for each client.
pub(crate) const CHUNK: usize = 16 * 1024;
