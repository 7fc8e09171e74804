//! Version 1: a heap of deadlines.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

// ANCHOR: Timers
pub(crate) type TimerId = u64;

/// Deadlines, the earliest first.
#[derive(Default)]
pub(crate) struct Timers {
    /// A heap has its largest element at the top, so the deadlines are reversed.
    heap: BinaryHeap<(Reverse<Duration>, TimerId)>,
    cancelled: HashSet<TimerId>,
}

impl Timers {
    pub(crate) fn add(&mut self, deadline: Duration) -> TimerId {
        let id = self.heap.len() as TimerId;
        self.heap.push((Reverse(deadline), id));
        id
    }

    /// A heap cannot remove what is in its middle, so this makes a note.
    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.cancelled.insert(id);
    }

    /// The loop waits until then.
    pub(crate) fn next(&mut self) -> Option<Duration> {
        self.heap.peek().map(|(Reverse(deadline), _)| *deadline)
    }

    /// The loop has waited until the earliest deadline, so that timer is due.
    pub(crate) fn pop_due(&mut self, _now: Duration) -> Option<TimerId> {
        let (_, id) = self.heap.pop()?;
        (!self.cancelled.remove(&id)).then_some(id)
    }
}
// ANCHOR_END: Timers
