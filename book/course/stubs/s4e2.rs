//! Exercise s4e2: the timer heap.
//!
//! The loop asks it two things: how long may I wait, and who is due? A `BinaryHeap` answers both quickly. What it cannot do is to
//! find something in its middle: decide what to do about timers that are cancelled.
//!
//! Run the tests: `cargo test --test s4e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

/// The number of a timer.
type TimerId = u64;

/// Deadlines, the earliest first. Choose the fields yourself.
#[derive(Default)]
struct Timers {
    heap: BinaryHeap<Reverse<(Duration, TimerId)>>,
}

impl Timers {
    /// Adds a timer, and gives it a number that no other has or will have.
    fn add(&mut self, deadline: Duration) -> TimerId {
        todo!()
    }

    /// Takes a timer away: it will not fire. Does nothing if it has fired, or was cancelled before.
    fn cancel(&mut self, id: TimerId) {
        todo!()
    }

    /// The earliest deadline of those that have neither fired nor been cancelled: the loop waits until then, and no longer.
    fn next(&mut self) -> Option<Duration> {
        todo!()
    }

    /// Takes out the earliest timer whose deadline is `now` or before. Equal deadlines fire in the order in which they were added.
    fn pop_due(&mut self, now: Duration) -> Option<TimerId> {
        todo!()
    }
}

#[path = "tests/e2_timers.rs"]
mod tests;
