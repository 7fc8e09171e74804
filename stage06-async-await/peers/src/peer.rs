//! What is asked of every runtime that is measured.

use std::{future::Future, net::TcpListener, time::Duration};

/// A runtime on one thread. Its functions are called inside of it, but for those that run something.
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

/// A runtime with sockets.
pub(crate) trait Sockets: Peer {
    type Listener: 'static;
    type Stream: 'static;

    /// As `run`, on a runtime that has its sockets turned on.
    fn run_with_sockets<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        Self::run(future)
    }

    /// Takes a nonblocking listener.
    fn listener(listener: TcpListener) -> Self::Listener;

    fn accept(listener: &mut Self::Listener) -> impl Future<Output = Self::Stream>;

    /// Sends back what a client sends until it ends. Gives the number of bytes.
    fn echo(client: Self::Stream) -> impl Future<Output = u64> + 'static;
}

/// Whatever can serve sockets.
pub(crate) trait Server {
    /// Takes so many clients from a nonblocking listener, and sends back what they send until they have all ended.
    /// Gives the number of bytes.
    fn serve(listener: TcpListener, clients: usize) -> u64;
}

/// With a task for each client.
impl<S: Sockets> Server for S {
    fn serve(listener: TcpListener, clients: usize) -> u64 {
        S::run_with_sockets(async move {
            let mut listener = S::listener(listener);
            let mut tasks = Vec::new();
            for _ in 0..clients {
                let client = S::accept(&mut listener).await;
                tasks.push(S::spawn(S::echo(client)));
            }
            let mut total = 0;
            for task in tasks {
                total += task.await;
            }
            total
        })
    }
}

/// How many bytes a server keeps for each client.
pub(crate) const CHUNK: usize = 16 * 1024;
