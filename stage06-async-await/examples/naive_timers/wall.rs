//! Version 0: the thread sleeps, and then a thread for each sleep.

use crate::latch::Latch;
use futures_util::future::join_all;
use stage01::println;
use stage06::{block_on::block_on, executor::Executor};
use std::{
    thread,
    time::{Duration, Instant},
};

const TENTH: Duration = Duration::from_millis(100);

// ANCHOR: blocks
/// Three tasks, and each sleeps for 100 ms.
pub(crate) fn blocks() {
    let (executor, begin) = (Executor::new(|| ()), Instant::now());
    for name in ["toast", "egg", "tea"] {
        executor.spawn(async move {
            thread::sleep(TENTH);
            let seconds = begin.elapsed().as_secs_f64();
            println!("the {name} is ready after ≈ {seconds:.2} s");
        });
    }
    executor.run_ready();
}
// ANCHOR_END: blocks

// ANCHOR: threads
/// A thread that does nothing but sleep.
fn sleep(duration: Duration) -> impl Future<Output = ()> {
    let latch = Latch::default();
    let opener = latch.clone();
    thread::spawn(move || {
        thread::sleep(duration);
        opener.open();
    });
    latch.wait()
}

pub(crate) fn threads() {
    let begin = Instant::now();
    block_on(join_all((0..500).map(|_| sleep(TENTH))));
    let seconds = begin.elapsed().as_secs_f64();
    println!("500 sleeps took ≈ {seconds:.2} s, and 500 threads");
}
// ANCHOR_END: threads
