//! What Linux tells of a program that runs.

use super::{LIMIT, Serving};
use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

impl Serving {
    fn about(&self, what: &str) -> PathBuf {
        let child = self.child.as_ref().expect("it runs");
        PathBuf::from(format!("/proc/{}/{what}", child.id()))
    }

    /// How many descriptors the server has open, up to its limit: it may have inherited some beyond it.
    pub(crate) fn descriptors(&self) -> usize {
        let limits = fs::read_to_string(self.about("limits")).expect("it runs");
        let line = limits.lines().find(|line| line.contains("open files"));
        let limit = line.and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
        let folder = fs::read_dir(self.about("fd")).expect("it runs");
        let names = folder.map(|entry| entry.expect("a name").file_name());
        let numbers = names.filter_map(|name| name.to_str()?.parse::<u64>().ok());
        numbers
            .filter(|&number| limit.is_none_or(|limit| number < limit))
            .count()
    }

    /// Waits until the server's open descriptors are this many.
    pub(crate) fn until_descriptors(&self, expected: usize) {
        let begun = Instant::now();
        while self.descriptors() != expected {
            let open = self.descriptors();
            let hopeless = begun.elapsed() > LIMIT / 4;
            assert!(!hopeless, "{open} descriptors rather than {expected}");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// How long the server's threads have run.
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(self.about("task")).expect("it runs");
        threads
            .map(|thread| {
                let file = thread.expect("a thread").path().join("schedstat");
                let told = fs::read_to_string(file).unwrap_or_default(); // empty: the thread has ended meanwhile
                let nanoseconds = told.split(' ').next().and_then(|n| n.parse().ok());
                Duration::from_nanos(nanoseconds.unwrap_or(0))
            })
            .sum()
    }
}
