//! What the operating system says about this process. Only Linux says it without unsafe code.

use std::{collections::HashSet, ffi::OsString, fs, time::Duration};

/// Names of threads, as the kernel numbers them.
pub(super) type Threads = HashSet<OsString>;

/// How many descriptors this process holds.
pub(super) fn descriptors() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

/// The threads of this process.
pub(super) fn threads() -> Option<Threads> {
    let threads = fs::read_dir("/proc/self/task").ok()?;
    Some(threads.flatten().map(|thread| thread.file_name()).collect())
}

/// The CPU time that all threads but `others` have used.
pub(super) fn cpu_time_without(others: &Threads) -> Option<Duration> {
    let threads = threads()?;
    let times = threads.difference(others).filter_map(|thread| {
        let path = [
            "/proc/self/task".as_ref(),
            thread.as_os_str(),
            "schedstat".as_ref(),
        ];
        let stat = fs::read_to_string(path.iter().collect::<std::path::PathBuf>()).ok()?;
        let nanoseconds = stat.split_whitespace().next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    });
    fs::exists("/proc/self/schedstat")
        .ok()?
        .then(|| times.sum())
}
