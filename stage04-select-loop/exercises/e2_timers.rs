//! Exercise s4e2: timers.
//!
//! The naive timers of the page. The loop asks them two things: until when may I wait, and which timer is due? Add the guards. The tests call
//! `Timers::default` and the four methods; the fields are yours to change.
//!
//! Run the tests: `cargo test --test s4e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Duration,
};

/// The number of a timer.
type TimerId = u64;

/// Deadlines, the earliest first. A deadline is a time since the start of the loop.
#[derive(Default)]
struct Timers {
    heap: BinaryHeap<(Reverse<Duration>, TimerId)>,
    cancelled: HashSet<TimerId>,
}

impl Timers {
    /// Adds a timer, and returns its number. No other timer of this `Timers` has had that number or will ever have it.
    fn add(&mut self, deadline: Duration) -> TimerId {
        let id = self.heap.len() as TimerId;
        self.heap.push((Reverse(deadline), id));
        id
    }

    /// Cancels a timer: it will not fire, and the loop does not wait for it. Does nothing if the timer has fired, or was cancelled before.
    fn cancel(&mut self, id: TimerId) {
        self.cancelled.insert(id);
    }

    /// Returns the earliest deadline of the timers that have neither fired nor been cancelled; `None` if there are none. Takes nothing out.
    fn next(&mut self) -> Option<Duration> {
        self.heap.peek().map(|(Reverse(deadline), _)| *deadline)
    }

    /// Takes out the timer that is due first, and returns its number: it has fired. `None` if none is due.
    ///
    /// - A timer is due if its deadline is `now` or earlier, and it has neither fired nor been cancelled. (`now` may be earlier than in a
    ///   call before.)
    /// - The earliest deadline fires first. Equal deadlines fire in the order in which they were added.
    /// - The loop calls this until it returns `None`, however many timers are due or were cancelled. So it must not call itself for each of them.
    fn pop_due(&mut self, _now: Duration) -> Option<TimerId> {
        let (_, id) = self.heap.pop()?;
        (!self.cancelled.remove(&id)).then_some(id)
    }
}

#[path = "tests/e2_timers.rs"]
mod tests;
