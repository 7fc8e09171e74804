//! The loop that stood still (document 004): a clock beside a task that sleeps as threads do, and beside one that has
//! a thread for that.

use stage01::println;
use stage06_full::{Runtime, interval, spawn, spawn_blocking, yield_now};
use std::{cell::Cell, rc::Rc, thread, time::Duration};

const PERIOD: Duration = Duration::from_millis(10);

/// What takes a while and does not give the loop its thread back: a file, a name, a long sum.
pub(crate) fn work() {
    thread::sleep(PERIOD * 20);
}

// ANCHOR: ticks_during
/// How often a clock ticks while `waiting` goes on.
pub(crate) async fn ticks_during(waiting: impl Future<Output = ()>) -> u32 {
    let ticks = Rc::new(Cell::new(0));
    let seen = ticks.clone();
    let clock = spawn(async move {
        let mut clock = interval(PERIOD);
        loop {
            clock.tick().await;
            seen.set(seen.get() + 1);
        }
    });
    yield_now().await; // the clock has begun
    let before = ticks.get();
    waiting.await;
    clock.abort();
    ticks.get() - before
}
// ANCHOR_END: ticks_during

fn main() {
    Runtime::new().block_on(async {
        let ticks = ticks_during(async { work() }).await;
        println!("in a task: the clock went on: {}", ticks > 0);
        let ticks = ticks_during(async {
            spawn_blocking(work).await.expect("it does not panic");
        })
        .await;
        println!("by spawn_blocking: the clock went on: {}", ticks > 0);
    });
}
