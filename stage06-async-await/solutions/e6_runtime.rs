//! Solution of s6e6.
//!
#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    clippy::len_without_is_empty
)]

#[path = "e1_block_on.rs"] // your own: "e1_block_on.rs"
mod block_on;
#[path = "e3_join.rs"] // your own: "e3_join.rs"
mod join;
#[path = "e2_queue.rs"] // your own: "e2_queue.rs"
mod queue;
#[path = "e5_reactor.rs"] // your own: "e5_reactor.rs"
mod reactor;
#[path = "e4_timers.rs"] // your own: "e4_timers.rs"
mod timers;

use block_on::{Signal, drive};
use join::{JoinHandle, joinable};
use queue::Tasks;
use reactor::{Reactor, Registered};
use std::{
    future::Future,
    io,
    net::{TcpListener, TcpStream},
    pin::pin,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};
use timers::{Sleep, Timers, sleep_until};

/// A run queue, timers and a reactor.
struct Runtime {
    tasks: Tasks,
    timers: Rc<Timers>,
    reactor: Rc<Reactor>,
    /// Makes the reactor look, from any thread.
    notify: Arc<dyn Fn() + Send + Sync>,
}

impl Runtime {
    /// A runtime without tasks.
    fn new() -> io::Result<Self> {
        let reactor = Reactor::new()?;
        let notify: Arc<dyn Fn() + Send + Sync> = Arc::new(reactor.notifier()?);
        let waking = notify.clone();
        Ok(Runtime {
            tasks: Tasks::new(move || waking()),
            timers: Rc::default(),
            reactor,
            notify,
        })
    }

    /// Runs a future, and all tasks meanwhile.
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        let notify = self.notify.clone();
        let signal = Signal::new(move || notify());
        drive(future, &signal, |may_sleep| self.turn(may_sleep))
    }

    /// One turn of the loop: polls everyone who was woken; waits in the reactor, but not beyond the next deadline,
    /// and not at all if it must not sleep or somebody is ready; and fires the timers that are due.
    fn turn(&self, may_sleep: bool) {
        self.tasks.run_woken();
        let next = self.timers.next_deadline();
        let time = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
        let timeout = match may_sleep && !self.tasks.is_ready() {
            true => next.map(time),
            false => Some(Duration::ZERO),
        };
        self.reactor.wait(timeout).expect("the system can wait");
        self.timers.fire(Instant::now());
    }

    /// Makes a task of a future.
    fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> JoinHandle<F::Output> {
        let (task, handle) = joinable(future);
        self.tasks.spawn(task);
        handle
    }

    /// Waits for some time.
    fn sleep(&self, duration: Duration) -> Sleep {
        sleep_until(&self.timers, Instant::now() + duration)
    }
}

/// How long the server waits when it cannot accept a client: without a free descriptor, the next attempt would fail
/// at once too.
const PAUSE: Duration = Duration::from_millis(10);

/// How many bytes of a client the server keeps.
const CHUNK: usize = 16 << 10;

/// An echo server: sends back to each client what it sends, until it ends; until `stop` can be read or ends.
fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    stop.set_nonblocking(true)?;
    let runtime = Runtime::new()?;
    let listener = mio::net::TcpListener::from_std(listener);
    let listener = Registered::new(&runtime.reactor, listener)?;
    let stop = Registered::new(&runtime.reactor, mio::net::TcpStream::from_std(stop))?;
    runtime.block_on(async {
        let accepting = pin!(accept_clients(&runtime, &listener));
        let mut byte = [0];
        let stopping = pin!(stop.read(&mut byte));
        futures::future::select(accepting, stopping).await;
    });
    Ok(())
}

/// Spawns a task for each client, for ever. A client that cannot be accepted is no reason to stop: it is made up for
/// after a pause.
async fn accept_clients(runtime: &Runtime, listener: &Registered<mio::net::TcpListener>) {
    loop {
        match listener.accept().await {
            Ok(client) => drop(runtime.spawn(echo(client))),
            Err(_) => runtime.sleep(PAUSE).await,
        }
    }
}

/// Sends back what a client sends. Reads no further while the client does not take it back. At its end, closes.
async fn echo(client: Registered<mio::net::TcpStream>) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match client.read(&mut chunk).await? {
            0 => return client.close(),
            length => client.write_all(&chunk[..length]).await?,
        }
    }
}

#[path = "../exercises/tests/e6_runtime.rs"]
mod tests;
