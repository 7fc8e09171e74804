//! How much is measured: in one minute, or in ten.

use std::time::Duration;

/// How much is measured.
#[derive(Debug)]
pub(crate) struct Sizes {
    /// How many connections are busy, or idle beside one that is busy.
    pub(crate) connections: Vec<usize>,
    /// How many tasks or timers wait.
    pub(crate) waiting: Vec<usize>,
    /// How long each figure is measured.
    pub(crate) time: Duration,
    /// How often a growth is measured; the cheapest counts.
    pub(crate) repeats: usize,
}

impl Sizes {
    /// Ten minutes. `limit` is the number of descriptors that a process may have.
    pub(crate) fn full(limit: u64, most: Option<usize>) -> Self {
        // A few descriptors are for the selector and the standard streams; and the system has no ports for more.
        let possible = limit.saturating_sub(300).min(25_000) as usize;
        let most = most.unwrap_or(possible).min(possible);
        let mut connections = vec![1, 10, 100, 1_000, 10_000];
        connections.retain(|number| *number < most);
        connections.push(most);
        Sizes {
            connections,
            waiting: vec![1, 10, 100, 1_000, 10_000, 100_000, 1_000_000],
            time: Duration::from_millis(700),
            repeats: 3,
        }
    }

    /// One minute.
    pub(crate) fn quick() -> Self {
        Sizes {
            connections: vec![1, 100, 1_000],
            waiting: vec![1, 100, 1_000, 10_000, 100_000],
            time: Duration::from_millis(60),
            repeats: 1,
        }
    }
}
