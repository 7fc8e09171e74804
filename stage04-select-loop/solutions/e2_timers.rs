//! Exercise s4e2: the timer heap.

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
        while let Some(Reverse((deadline, id))) = self.heap.peek() {
            if !self.cancelled.remove(id) {
                return Some(*deadline);
            }
            self.heap.pop();
        }
        None
    }

    fn pop_due(&mut self, now: Duration) -> Option<TimerId> {
        self.next().filter(|deadline| *deadline <= now)?;
        self.heap.pop().map(|Reverse((_, id))| id)
    }
}

#[path = "../exercises/tests/e2_timers.rs"]
mod tests;
