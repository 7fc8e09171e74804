//! Ten thousand sleepers on one thread, in real time; and what they cost.

use futures::future::join_all;
use stage01::println;
use stage06_full::{Runtime, metrics, sleep, spawn};
use std::time::{Duration, Instant};

const SLEEPERS: u32 = 10_000;

fn main() {
    let begin = Instant::now();
    let runtime = Runtime::new();
    let naps = runtime.block_on(async {
        // The first naps for 1 ms more than 100 ms, the last for 100 ms more.
        let nap = |n| sleep(Duration::from_millis(101 + u64::from(n / (SLEEPERS / 100))));
        let naps = (0..SLEEPERS).map(|n| spawn(nap(n)));
        let naps: Vec<_> = naps.collect();
        println!("{} tasks, one thread", metrics().tasks - 1);
        join_all(naps)
            .await
            .into_iter()
            .filter(Result::is_ok)
            .count()
    });
    let metrics = runtime.metrics();
    println!("{naps} sleepers have woken up");
    println!(
        "polls: ≈ {}, which is ≈ {:.2} for each sleeper",
        metrics.polls,
        metrics.polls as f64 / f64::from(SLEEPERS)
    );
    println!(
        "the thread slept ≈ {} times, and all took ≈ {:.2} s",
        metrics.parks,
        begin.elapsed().as_secs_f64()
    );
}
