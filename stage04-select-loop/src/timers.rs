//! Who is to be woken when: a heap of deadlines.

use crate::TaskId;
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

// ANCHOR: Timers
/// Deadlines and whom to wake, the earliest first; equal ones in the order in which they were made.
///
/// A deadline is a time since the start of the loop, so that a virtual clock can reach it as well as a real one.
///
/// A heap cannot find what stands in its middle. So a cancelled timer stays there until it comes to the top, or until the
/// cancelled ones are the majority.
///
/// Source: `_scheduled` in CPython's `Lib/asyncio/base_events.py`.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    /// The top is never a cancelled one.
    heap: BinaryHeap<Reverse<Timer>>,
    /// The timers that have neither fired nor been cancelled. All of them are in the heap.
    pending: HashSet<TimerId>,
    /// The name of the next timer; it only grows.
    next: u64,
}

/// The order of the fields is the order of the heap.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Timer {
    deadline: Duration,
    id: TimerId,
    task: TaskId,
}
// ANCHOR_END: Timers

/// The name of one timer. It is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TimerId(u64);

impl Timers {
    /// Adds a timer.
    pub(crate) fn add(&mut self, deadline: Duration, task: TaskId) -> TimerId {
        let id = TimerId(self.next);
        self.next += 1;
        self.pending.insert(id);
        self.heap.push(Reverse(Timer { deadline, id, task }));
        id
    }

    /// Takes a timer away. Harmless if it has fired.
    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.pending.remove(&id);
        if self.heap.len() > 2 * self.pending.len() {
            let pending = &self.pending;
            self.heap
                .retain(|Reverse(timer)| pending.contains(&timer.id));
        }
        self.clear_top();
    }

    /// The earliest deadline.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.heap.peek().map(|Reverse(timer)| timer.deadline)
    }

    /// Takes the earliest timer, if its deadline has come.
    pub(crate) fn pop_due(&mut self, now: Duration) -> Option<TaskId> {
        self.next().filter(|deadline| *deadline <= now)?;
        let Reverse(timer) = self.heap.pop()?;
        self.pending.remove(&timer.id);
        self.clear_top();
        Some(timer.task)
    }

    /// Removes cancelled timers from the top.
    fn clear_top(&mut self) {
        while let Some(Reverse(top)) = self.heap.peek()
            && !self.pending.contains(&top.id)
        {
            self.heap.pop();
        }
    }
}
