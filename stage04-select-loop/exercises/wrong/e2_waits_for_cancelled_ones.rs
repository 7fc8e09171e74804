//! Rejected with: would wake up for a timer that was cancelled

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

/// The number of a timer.
type TimerId = u64;

/// Deadlines, the earliest first.
#[derive(Default)]
struct Timers {
    heap: BinaryHeap<Reverse<(Duration, TimerId)>>,
    cancelled: HashSet<TimerId>,
    next_id: TimerId,
}

impl Timers {
    fn add(&mut self, deadline: Duration) -> TimerId {
        let id = self.next_id;
        self.next_id += 1;
        self.heap.push(Reverse((deadline, id)));
        id
    }

    fn cancel(&mut self, id: TimerId) {
        if self.heap.iter().any(|Reverse((_, other))| *other == id) {
            self.cancelled.insert(id);
        }
    }

    fn next(&mut self) -> Option<Duration> {
        self.heap.peek().map(|Reverse((deadline, _))| *deadline)
    }

    fn pop_due(&mut self, now: Duration) -> Option<TimerId> {
        loop {
            self.next().filter(|deadline| *deadline <= now)?;
            let Reverse((_, id)) = self.heap.pop()?;
            if !self.cancelled.remove(&id) {
                return Some(id);
            }
        }
    }
}

#[path = "../tests/e2_timers.rs"]
mod tests;
