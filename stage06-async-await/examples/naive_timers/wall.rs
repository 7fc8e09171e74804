//! Version 0: the thread sleeps.

use stage01::println;
use stage06::executor::Executor;
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
