//! The operations. Each checks that it was done, and returns the cost of one.

mod echo;
mod memory;
mod tasks;
mod threads;
mod timers;

use crate::{
    operation::{Measures, Operation, Run},
    runtimes::{Full, Mio, Pool, Small, Smol, Tokio},
};
use std::time::Instant;

/// An operation of tasks: all but the bare loop can do it.
macro_rules! tasks {
    ($module:ident::$run:ident) => {
        [
            Some($module::$run::<Full>),
            Some($module::$run::<Small>),
            Some($module::$run::<Tokio>),
            Some($module::$run::<Smol>),
            Some($module::$run::<Pool>),
            None,
        ]
    };
}

/// An operation of timers.
macro_rules! timers {
    ($run:ident) => {
        [
            Some(timers::$run::<Full>),
            Some(timers::$run::<Small>),
            Some(timers::$run::<Tokio>),
            Some(timers::$run::<Smol>),
            None,
            None,
        ]
    };
}

/// An echo server with so many clients.
macro_rules! echo {
    ($clients:literal) => {
        [
            Some(echo::echo::<Full, $clients>),
            Some(echo::echo::<Small, $clients>),
            Some(echo::echo::<Tokio, $clients>),
            Some(echo::echo::<Smol, $clients>),
            None,
            Some(echo::echo::<Mio, $clients>),
        ]
    };
}

/// All of them.
#[rustfmt::skip] // a row for each
pub(crate) fn all() -> Vec<Operation> {
    use Measures::{Memory, Time, Work};
    let row = |name, measures, size, runs: [Option<Run>; _]| Operation { name, measures, size, runs };
    vec![
        row("spawn and join, 1,000 tasks", Work, 3_000, tasks!(tasks::spawn_join)),
        row("1,000 tasks wait on oneshots", Work, 1_000, tasks!(tasks::oneshots)),
        row("yield, 1,000 tasks", Work, 5_000, tasks!(tasks::yields)),
        row("mpsc ping-pong of two tasks", Work, 1_000, tasks!(tasks::ping_pong)),
        row("timer: create, poll, drop", Work, 3_000, timers!(create_cancel)),
        row("100,000 sleeping tasks, CPU time", Time, 100_000, timers!(sleepers)),
        row("thread: flood of wakes", Time, 20_000, tasks!(threads::flood)),
        row("thread: ping-pong", Time, 100, tasks!(threads::ping_pong)),
        row("TCP echo 64 B, 1 connection", Time, 50, echo!(1)),
        row("TCP echo 64 B, 64 connections", Time, 64, echo!(64)),
        row("TCP echo 64 B, 1,000 connections", Time, 1_000, echo!(1_000)),
        row("idle task", Memory, 100_000, tasks!(memory::idle)),
        row("idle task that keeps its waker", Memory, 100_000, tasks!(memory::waiting)),
    ]
}

/// Does some work, and returns the nanoseconds of one operation. The clock starts after a thousand operations, when
/// the runtime's queues have grown.
async fn timed(operations: usize, mut work: impl AsyncFnMut(usize)) -> Option<f64> {
    work(operations.min(1_000)).await;
    let start = Instant::now();
    work(operations).await;
    Some(start.elapsed().as_nanos() as f64 / operations as f64)
}
