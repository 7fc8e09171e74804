//! What the operating system says about a process: this one, `"self"`, or the one of a number. Only Linux says it without
//! unsafe code.

use std::{collections::HashSet, ffi::OsString, fs, path::Path, time::Duration};

/// Names of threads, as the kernel numbers them.
pub type Threads = HashSet<OsString>;

/// How many descriptors the process holds.
pub fn descriptors(process: &str) -> Option<usize> {
    Some(proc(process, "fd")?.count())
}

/// The entries of a folder of the process. Other systems have the folder too at times, and mean something else.
fn proc(process: &str, folder: &str) -> Option<fs::ReadDir> {
    let folder = Path::new("/proc").join(process).join(folder);
    let entries = cfg!(target_os = "linux").then(|| fs::read_dir(folder))?;
    entries.ok()
}

/// The threads of the process.
pub fn threads(process: &str) -> Option<Threads> {
    let threads = proc(process, "task")?;
    Some(threads.flatten().map(|thread| thread.file_name()).collect())
}

/// The time that all threads but `others` have run or have waited for a CPU to run on: on a machine with much to do, a thread that
/// spins does not run all the time, but it wants to.
pub fn busy_time_without(process: &str, others: &Threads) -> Option<Duration> {
    let threads = threads(process)?;
    let times = threads
        .difference(others)
        .map(|thread| busy_time(process, thread));
    times.sum::<Option<_>>()
}

/// The first two numbers of a thread's `schedstat` are nanoseconds: running, and waiting to run. A thread that has ended counts for nothing.
fn busy_time(process: &str, thread: &OsString) -> Option<Duration> {
    let process = Path::new("/proc").join(process);
    let path = process.join("task").join(thread).join("schedstat");
    let stat = match fs::read_to_string(path) {
        Err(_) if fs::exists(process.join("schedstat")).ok()? => return Some(Duration::ZERO),
        stat => stat.ok()?,
    };
    let mut numbers = stat.split_whitespace().map(str::parse);
    let (running, waiting): (u64, u64) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some(Duration::from_nanos(running + waiting))
}
