//! What Linux tells of a program that runs.

use super::{LIMIT, Serving, text, whole};
use std::{
    fs,
    io::Write,
    net::TcpStream,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

/// How long a test may take: longer than a read, so that a server whose test fails is ended.
pub(crate) const ALL: Duration = Duration::from_secs(90);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) const SMALL: &[u8] = b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";

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

/// How many descriptors a server has that serves no client, but has done so: its threads are there.
pub(crate) fn at_rest(serving: &Serving) -> usize {
    let before = serving.descriptors();
    served(serving);
    serving.until_descriptors(before);
    before
}

/// Another client is served, and soon.
pub(crate) fn served(serving: &Serving) {
    let begun = Instant::now();
    let answer = serving.request("GET", "/a.txt");
    assert_eq!(whole(&answer).1, b"a text", "{}", text(&answer));
    let waited = begun.elapsed();
    assert!(waited < SECOND, "another one waited for {waited:?}");
}

/// That the server has not ended, and has no more descriptors than before.
pub(crate) fn unhurt(mut serving: Serving, before: usize) {
    served(&serving);
    serving.until_descriptors(before);
    let child = serving.child.as_mut().expect("it was started");
    assert!(child.try_wait().expect("it is ours").is_none(), "it ended");
}

pub(crate) fn asks(serving: &Serving, request: &[u8]) -> TcpStream {
    let mut client = serving.connect();
    client.write_all(request).expect("it is taken");
    client
}
