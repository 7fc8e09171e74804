//! What a task that waits keeps in memory.

use crate::{
    machine,
    peer::Peer,
    runtimes::{Ours, Pool, Smol, Tokio},
};
use clap::Args;
use futures::{FutureExt, channel::oneshot};
use stage01::println;
use std::{
    future::{Future, poll_fn},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    task::Poll,
};

const TASKS: usize = 100_000;

/// A process that holds idle tasks.
///
/// It is counted what the system gives to a new process, and not what is asked of the allocator: so the allocator's
/// own share is in the figure, and no counting in the way of the other operations.
#[derive(Args, Debug)]
pub(crate) struct Idle {
    runtime: usize,
    /// Whether each task has left its waker somewhere.
    #[arg(long)]
    waits: bool,
}

impl Idle {
    /// Prints the bytes of a task.
    pub(crate) fn run(&self) {
        let bytes = match self.runtime {
            0 => bytes_of_a_task::<Ours>(self.waits),
            1 => bytes_of_a_task::<Tokio>(self.waits),
            2 => bytes_of_a_task::<Smol>(self.waits),
            _ => bytes_of_a_task::<Pool>(self.waits),
        };
        println!(
            "{}",
            bytes.map_or_else(String::new, |bytes| bytes.to_string())
        );
    }
}

/// Asks a process of its own.
pub(super) fn idle_task(runtime: usize, waits: bool) -> Option<f64> {
    let executable = std::env::current_exe().expect("it runs");
    let mut command = Command::new(executable);
    command.args(["as-idle", &runtime.to_string()]);
    command.args(waits.then_some("--waits"));
    let output = command.output().expect("this executable runs");
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// Counts the tasks that have had their first turn. A static, so that no task has to hold it.
static POLLED: AtomicUsize = AtomicUsize::new(0);

fn bytes_of_a_task<P: Peer>(waits: bool) -> Option<f64> {
    match waits {
        false => grown_by::<P, _>((0..TASKS).map(|_| idle())),
        true => {
            let (senders, receivers): (Vec<_>, Vec<_>) =
                (0..TASKS).map(|_| oneshot::channel()).unzip();
            let bytes = grown_by::<P, _>(receivers.into_iter().map(waiting));
            drop(senders);
            bytes
        }
    }
}

/// A task that nobody will ever wake. It has no size.
fn idle() -> impl Future<Output = ()> + 'static {
    poll_fn(|_| {
        POLLED.fetch_add(1, Relaxed);
        Poll::Pending
    })
}

/// A task that leaves its waker in a channel. It has the size of the receiver.
fn waiting(mut receiver: oneshot::Receiver<()>) -> impl Future<Output = ()> + 'static {
    poll_fn(move |context| {
        POLLED.fetch_add(1, Relaxed);
        receiver.poll_unpin(context).map(drop)
    })
}

/// What the process grows by, for each of these futures. Place for the handles is made before; they are not counted.
fn grown_by<P: Peer, F>(futures: impl Iterator<Item = F> + 'static) -> Option<f64>
where
    F: Future<Output = ()> + 'static,
{
    P::run(async move {
        let mut handles: Vec<_> = (0..TASKS).map(|_| None).collect();
        let before = machine::memory()?;
        for (handle, future) in handles.iter_mut().zip(futures) {
            *handle = Some(P::spawn(future));
        }
        while POLLED.load(Relaxed) < TASKS {
            P::yield_now().await;
        }
        Some((machine::memory()? - before) as f64 / TASKS as f64)
    })
}
