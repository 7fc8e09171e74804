//! How busy a thread was.

use std::{fs, time::Duration};

/// How long the calling thread has kept a processor busy so far. Only Linux tells without unsafe code.
///
/// ```
/// let before = testkit::cpu_time();
/// std::thread::sleep(std::time::Duration::from_millis(20));
/// assert!(testkit::cpu_time() - before < std::time::Duration::from_millis(10));
/// ```
///
/// # Panics
///
/// When the kernel does not say: without `CONFIG_SCHED_INFO`, and in some containers.
pub fn cpu_time() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("the kernel keeps count");
    let running = stat.split_whitespace().next().expect("three numbers");
    Duration::from_nanos(running.parse().expect("a number"))
}
