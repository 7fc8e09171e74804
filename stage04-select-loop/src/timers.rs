//! A heap of deadlines, each with the task to wake.

use crate::TaskId;
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

// ANCHOR: Timers
/// Deadlines and the tasks to wake, the earliest first. Equal deadlines keep the order in which they were added.
///
/// A deadline is a time since the start of the loop, so it can be one of a virtual clock, too.
///
/// A heap can only remove its top. So a cancelled timer stays until it comes to the top, or until the cancelled ones are the
/// majority.
///
/// Source: `_scheduled` in CPython's `Lib/asyncio/base_events.py`.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    /// The timers, some of them cancelled. The top never is.
    heap: BinaryHeap<Reverse<Timer>>,
    /// The timers that have neither fired nor been cancelled. All of them are in the heap.
    pending: HashSet<TimerId>,
    /// The number of the next timer. It only grows.
    next: u64,
}

/// One timer. Timers are compared by their fields, from the first to the last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Timer {
    deadline: Duration,
    /// Of equal deadlines, the smaller number is the first.
    id: TimerId,
    /// The task to wake.
    task: TaskId,
}
// ANCHOR_END: Timers

/// The number of a timer. It is never used again.
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

    /// Cancels a timer. Does nothing if it has fired.
    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.pending.remove(&id);
        self.tidy();
    }

    /// Returns the earliest deadline.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.heap.peek().map(|Reverse(timer)| timer.deadline)
    }

    /// Takes out the earliest timer if it is due, and returns its task.
    pub(crate) fn pop_due(&mut self, now: Duration) -> Option<TaskId> {
        self.next().filter(|deadline| *deadline <= now)?;
        let Reverse(timer) = self.heap.pop()?;
        self.pending.remove(&timer.id);
        self.tidy();
        Some(timer.task)
    }

    /// Removes the cancelled timers from the top, or all of them if they are the majority.
    fn tidy(&mut self) {
        let pending = &self.pending;
        if self.heap.len() > 2 * pending.len() {
            self.heap
                .retain(|Reverse(timer)| pending.contains(&timer.id));
        }
        while self
            .heap
            .peek()
            .is_some_and(|Reverse(top)| !pending.contains(&top.id))
        {
            self.heap.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn cancelled_timers_stay_until_they_are_the_majority() {
        let mut timers = Timers::default();
        let [of_loop, number] = [0; 2];
        let ms = Duration::from_millis;
        let ids = [1, 2, 3, 4].map(|n| timers.add(ms(n), TaskId { of_loop, number }));
        let kept = [3, 2, 1].map(|place| {
            timers.cancel(ids[place]);
            timers.heap.len()
        });
        assert_eq!(kept, [4, 4, 1], "to remove them takes a look at all timers");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Compares with an ordered map, which is simple enough to be right.
        #[test]
        fn a_heap_with_cancelled_timers_is_an_ordered_map(
            steps in prop::collection::vec((0..4u8, 0..50u64), 0..200),
        ) {
            let (mut timers, mut model) = (Timers::default(), BTreeMap::new());
            let mut made = Vec::new();
            for (step, n) in steps {
                let time = Duration::from_millis(n);
                match step {
                    0 | 1 => {
                        let task = TaskId { of_loop: 0, number: n };
                        let id = timers.add(time, task);
                        model.insert((time, id), task);
                        made.push((time, id));
                    }
                    2 if made.is_empty() => {}
                    2 => {
                        let (deadline, id) = made[n as usize % made.len()];
                        timers.cancel(id); // it may have fired, or been cancelled before
                        model.remove(&(deadline, id));
                    }
                    _ => {
                        let due = model.first_key_value().filter(|((d, _), _)| *d <= time);
                        let due = due.map(|(&key, &task)| (key, task));
                        due.map(|(key, _)| model.remove(&key));
                        prop_assert_eq!(timers.pop_due(time), due.map(|(_, task)| task));
                    }
                }
                prop_assert_eq!(timers.next(), model.keys().next().map(|(d, _)| *d));
                prop_assert!(timers.heap.len() <= 2 * model.len(), "cancelled ones pile up");
            }
        }
    }
}
