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

/// How often the calling thread has gone to sleep so far: a thread that sleeps once and one that looks every few
/// milliseconds are both hardly busy.
///
/// ```
/// use std::{thread::sleep, time::Duration};
///
/// let before = testkit::naps();
/// (0..5).for_each(|_| sleep(Duration::from_millis(1)));
/// assert!(testkit::naps() - before >= 5);
/// ```
///
/// # Panics
///
/// When the kernel does not say.
pub fn naps() -> u64 {
    let status = fs::read_to_string("/proc/thread-self/status").expect("the kernel keeps count");
    let count = status
        .lines()
        .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
        .expect("the count");
    count.trim().parse().expect("a number")
}
