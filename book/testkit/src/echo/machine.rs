//! What the operating system says about this process. Only Linux says it without unsafe code.

use std::{collections::HashSet, ffi::OsString, fs, path::Path, time::Duration};

/// Names of threads, as the kernel numbers them.
pub(super) type Threads = HashSet<OsString>;

/// How many descriptors this process holds.
pub(super) fn descriptors() -> Option<usize> {
    Some(proc("fd")?.count())
}

/// The entries of a folder of this process. Other systems have the folder too at times, and mean something else.
fn proc(folder: &str) -> Option<fs::ReadDir> {
    let linux = cfg!(target_os = "linux");
    let entries = linux.then(|| fs::read_dir(Path::new("/proc/self").join(folder)))?;
    entries.ok()
}

/// The threads of this process.
pub(super) fn threads() -> Option<Threads> {
    let threads = proc("task")?;
    Some(threads.flatten().map(|thread| thread.file_name()).collect())
}

/// The time that all threads but `others` have run or have waited for a CPU to run on: on a machine with much to do, a thread that
/// spins does not run all the time, but it wants to.
pub(super) fn busy_time_without(others: &Threads) -> Option<Duration> {
    let threads = threads()?;
    let times = threads.difference(others).map(busy_time);
    times.sum::<Option<_>>()
}

/// The first two numbers of a thread's `schedstat` are nanoseconds: running, and waiting to run. A thread that has ended counts for nothing.
fn busy_time(thread: &OsString) -> Option<Duration> {
    let path = Path::new("/proc/self/task").join(thread).join("schedstat");
    let stat = match fs::read_to_string(path) {
        Err(_) if fs::exists("/proc/self/schedstat").ok()? => return Some(Duration::ZERO),
        stat => stat.ok()?,
    };
    let mut numbers = stat.split_whitespace().map(str::parse);
    let (running, waiting): (u64, u64) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some(Duration::from_nanos(running + waiting))
}
