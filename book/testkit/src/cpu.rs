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
    schedstat()[0]
}

/// How long the calling thread has run so far, or was ready to run and waited for a processor. Unlike [`cpu_time`] it
/// tells a busy thread from one that sleeps on a loaded machine, too.
///
/// ```
/// let (before, begin) = (testkit::awake_time(), std::time::Instant::now());
/// std::thread::sleep(std::time::Duration::from_millis(20));
/// assert!(testkit::awake_time() - before < begin.elapsed());
/// ```
///
/// # Panics
///
/// When the kernel does not say.
pub fn awake_time() -> Duration {
    schedstat().iter().sum()
}

/// How long the calling thread has run, and how long it was ready to run.
fn schedstat() -> [Duration; 2] {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("the kernel keeps count");
    let mut numbers = stat.split_whitespace().map(str::parse);
    [(); 2].map(|()| {
        let number = numbers.next().expect("three numbers");
        Duration::from_nanos(number.expect("a number"))
    })
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
