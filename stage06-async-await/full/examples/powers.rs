//! Two workers that print powers of two: one after the other, then as tasks. Time is virtual.

use stage01::println;
use stage06_full::{JoinHandle, Runtime, block_on, is_running, now, sleep, spawn, yield_now};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// The document's `for … else` prints "Done" in any case: the loop has no `break`.
async fn print_two_powers(name: &str, limit: u32, frequency: Duration) {
    for i in 0..limit {
        println!("{name} {}", 1 << i);
        sleep(frequency).await;
    }
    println!("Done");
}

const TENTH: Duration = Duration::from_millis(100);

async fn coroutine_1(limit: u32) {
    print_two_powers("Worker_1", limit, TENTH).await
}

async fn coroutine_2(limit: u32) {
    print_two_powers("Worker_2", limit, 5 * TENTH).await
}

/// As tasks they run beside each other.
async fn both(first: u32, second: u32) {
    let (task1, task2) = (spawn(coroutine_1(first)), spawn(coroutine_2(second)));
    task1.await.expect("it does not panic");
    task2.await.expect("it does not panic");
}

// ANCHOR: ByHand
/// A coroutine without `async`: much like the object that the compiler would have made.
enum ByHand {
    Start,
    Sleeping(stage06_full::Sleep),
}

impl Future for ByHand {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            match &mut *self {
                ByHand::Start => {
                    println!("Hello World");
                    *self = ByHand::Sleeping(sleep(10 * TENTH));
                }
                ByHand::Sleeping(sleep) => return Pin::new(sleep).poll(context),
            }
        }
    }
}
// ANCHOR_END: ByHand

fn since(begin: Instant) -> String {
    format!("{:.1}", (now() - begin).as_secs_f64())
}

/// Runs a future from the beginning of time, and prints how long it took.
fn timed<T>(title: &str, future: impl Future<Output = T>) -> T {
    println!("{title}");
    let output = Runtime::with_virtual_time().block_on(async {
        let begin = now();
        let output = future.await;
        println!("elapsed_rounded_0.1s {}", since(begin));
        output
    });
    println!();
    output
}

/// The document's program ends without waiting for its tasks. asyncio's loop takes one more turn after `main` has
/// returned; ours stops at once, so it is given that turn.
async fn without_awaits() -> ([JoinHandle<()>; 2], String) {
    let begin = now();
    let tasks = [spawn(coroutine_1(3)), spawn(coroutine_2(5))];
    yield_now().await;
    (tasks, since(begin))
}

fn main() {
    println!("[004a] the runtime, before, while and after it runs");
    let runtime = Runtime::new();
    println!("running={}", is_running());
    runtime.block_on(async { println!("running={}", is_running()) });
    println!("running={}\n", is_running());

    timed("[004b] a coroutine by hand", ByHand::Start);
    timed("[004c] one after the other", async {
        let begin = now();
        coroutine_1(10).await;
        println!("--- coroutine_1 took {}", since(begin));
        coroutine_2(10).await;
    });
    timed("[004d] as tasks", both(10, 10));
    timed("[004e] the document's log", both(3, 5));
    timed("[004f] awaited, not spawned", async {
        coroutine_1(3).await;
        coroutine_2(5).await;
    });
    println!("[004g] no task is awaited");
    let runtime = Runtime::with_virtual_time();
    let ([task1, task2], elapsed) = runtime.block_on(without_awaits());
    drop(runtime);
    let cancelled = |task: JoinHandle<()>| block_on(task).is_err_and(|error| error.is_cancelled());
    println!("cancelled: {} {}", cancelled(task1), cancelled(task2));
    println!("elapsed_rounded_0.1s {elapsed}\n");
    timed("[004h] both are awaited", both(3, 5));
}
