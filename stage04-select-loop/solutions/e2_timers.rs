//! Exercise s4e2: timers.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

/// The number of a timer.
pub(crate) type TimerId = u64;

// ANCHOR: Timers
/// Deadlines, the earliest first.
#[derive(Default)]
pub(crate) struct Timers {
    /// Those that were cancelled stay here until they come to the top.
    heap: BinaryHeap<Reverse<(Duration, TimerId)>>,
    /// The timers that have neither fired nor been cancelled.
    pending: HashSet<TimerId>,
    next_id: TimerId,
}

impl Timers {
    pub(crate) fn add(&mut self, deadline: Duration) -> TimerId {
        let id = self.next_id;
        self.next_id += 1;
        self.pending.insert(id);
        self.heap.push(Reverse((deadline, id)));
        id
    }

    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.pending.remove(&id);
    }

    pub(crate) fn next(&mut self) -> Option<Duration> {
        while let Some(Reverse((deadline, id))) = self.heap.peek() {
            if self.pending.contains(id) {
                return Some(*deadline);
            }
            self.heap.pop();
        }
        None
    }

    pub(crate) fn pop_due(&mut self, now: Duration) -> Option<TimerId> {
        self.next().filter(|deadline| *deadline <= now)?;
        let Reverse((_, id)) = self.heap.pop()?;
        self.pending.remove(&id);
        Some(id)
    }
}
// ANCHOR_END: Timers

#[cfg(test)]
#[path = "../exercises/tests/e2_timers.rs"]
mod tests;
