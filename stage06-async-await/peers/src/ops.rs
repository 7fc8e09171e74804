//! The operations. Each checks that it was done, and gives the cost of one.

mod echo;
mod memory;
mod tasks;
mod threads;
mod timers;

pub(crate) use memory::Idle;

use crate::{
    rounds::Operation,
    runtimes::{Mio, Ours, Pool, Smol, Tokio},
};
use std::{future::Future, time::Instant};

/// An operation of tasks: all but the bare loop can do it.
macro_rules! tasks {
    ($name:literal, $operation:path $(, $argument:expr)*) => {
        Operation {
            name: $name,
            unit: "ns",
            runs: [
                Some(|| Some($operation(Ours $(, $argument)*))),
                Some(|| Some($operation(Tokio $(, $argument)*))),
                Some(|| Some($operation(Smol $(, $argument)*))),
                Some(|| Some($operation(Pool $(, $argument)*))),
                None,
            ],
        }
    };
}

/// An operation of timers.
macro_rules! timers {
    ($name:literal, $operation:path) => {
        Operation {
            name: $name,
            unit: "ns",
            runs: [
                Some(|| $operation(Ours)),
                Some(|| $operation(Tokio)),
                Some(|| $operation(Smol)),
                None,
                None,
            ],
        }
    };
}

/// An echo server with so many clients, each of which sends so many messages.
macro_rules! echo {
    ($name:literal, $clients:literal, $messages:literal) => {
        Operation {
            name: $name,
            unit: "ns",
            runs: [
                Some(|| Some(echo::echo(Ours, $clients, $messages))),
                Some(|| Some(echo::echo(Tokio, $clients, $messages))),
                Some(|| Some(echo::echo(Smol, $clients, $messages))),
                None,
                Some(|| Some(echo::echo(Mio, $clients, $messages))),
            ],
        }
    };
}

/// Memory of idle tasks.
macro_rules! memory {
    ($name:literal, $waits:literal) => {
        Operation {
            name: $name,
            unit: "B",
            runs: [
                Some(|| memory::idle_task(0, $waits)),
                Some(|| memory::idle_task(1, $waits)),
                Some(|| memory::idle_task(2, $waits)),
                Some(|| memory::idle_task(3, $waits)),
                None,
            ],
        }
    };
}

/// All of them.
pub(crate) fn all() -> Vec<Operation> {
    vec![
        tasks!("spawn and join, 1 task", tasks::spawn_join, 1, 50_000),
        tasks!("spawn and join, 1,000 tasks", tasks::spawn_join, 1_000, 50),
        tasks!(
            "spawn and join, 100,000 tasks, cold",
            tasks::spawn_join,
            100_000,
            1
        ),
        tasks!(
            "100,000 tasks wait on oneshots, then wake",
            tasks::oneshots,
            100_000
        ),
        tasks!("yield, 1 task", tasks::yields, 1, 100_000),
        tasks!("yield, 1,000 tasks", tasks::yields, 1_000, 100),
        tasks!(
            "mpsc ping-pong of two tasks, round trip",
            tasks::ping_pong,
            30_000
        ),
        timers!("timer: create, poll, drop", timers::create_cancel),
        timers!("100,000 sleeping tasks, CPU time", timers::sleepers),
        tasks!("thread: ping-pong, round trip", threads::ping_pong, 3_000),
        tasks!("thread: flood of wakes", threads::flood, 1_000_000),
        echo!("TCP echo 64 B, 1 connection", 1, 3_000),
        echo!("TCP echo 64 B, 64 connections", 64, 250),
        echo!("TCP echo 64 B, 1,000 connections", 1_000, 20),
        memory!("memory of an idle task", false),
        memory!("memory of an idle task that keeps its waker", true),
    ]
}

/// Runs a future and gives the nanoseconds it took, for each of `operations`.
async fn timed(operations: usize, future: impl Future<Output = ()>) -> f64 {
    let start = Instant::now();
    future.await;
    start.elapsed().as_nanos() as f64 / operations as f64
}
