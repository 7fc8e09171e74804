//! Timers: which wakers to wake, and when.

use crate::util::panic::catch_panic;
use crate::util::slot_map::{Key, SlotMap};
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::mem;
use std::task::Waker;
use std::time::{Duration, Instant};

/// A heap with the next deadline on top, and the wakers beside it.
///
/// A timer that is cancelled loses its waker at once. Its entry stays in the heap, stale, until it comes to the top:
/// to find it in the middle would cost more. When more than half of the entries are stale they are removed
/// together. asyncio does the same.
///
/// Source: `_scheduled` and `_timer_cancelled_count` in CPython's `Lib/asyncio/base_events.py`.
pub(crate) struct Timers {
    state: RefCell<State>,
    /// The time, if it is virtual.
    now: Option<Cell<Instant>>,
}

#[derive(Default)]
struct State {
    /// The wakers of the timers that are set.
    wakers: SlotMap<Waker>,
    /// When; equal deadlines in the order in which they were set. Every waker has one entry; the others are stale.
    heap: BinaryHeap<Reverse<(Instant, Key)>>,
    /// The wakers that `fire` calls; empty in between. Kept for its memory.
    due: Vec<Waker>,
}

/// Below this many entries, stale ones are not worth a sweep.
const FEW: usize = 64;

impl Timers {
    /// In real time, or in virtual time, which stands still unless it is advanced.
    pub(crate) fn new(virtual_time: bool) -> Self {
        Timers {
            state: RefCell::default(),
            now: virtual_time.then(|| Cell::new(Instant::now())),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        self.now.as_ref().map_or_else(Instant::now, Cell::get)
    }

    pub(crate) fn is_virtual(&self) -> bool {
        self.now.is_some()
    }

    /// Advances virtual time.
    pub(crate) fn auto_advance(&self, by: Duration) {
        if let Some(now) = &self.now {
            now.set(now.get() + by);
        }
    }

    // ANCHOR: set
    pub(crate) fn set(&self, deadline: Instant, waker: Waker) -> Key {
        let mut state = self.state.borrow_mut();
        let timer = state.wakers.insert(waker);
        state.heap.push(Reverse((deadline, timer)));
        timer
    }
    // ANCHOR_END: set

    /// True if the timer has not fired yet. Then `waker` is the one to wake from now on.
    pub(crate) fn is_pending(&self, timer: Key, waker: &Waker) -> bool {
        let mut state = self.state.borrow_mut();
        match state.wakers.get_mut(timer) {
            None => return false,
            Some(old) if old.will_wake(waker) => return true,
            Some(_) => drop(state),
        }
        let mut waker = waker.clone(); // user code: it may even cancel the timer
        let mut state = self.state.borrow_mut();
        let old = state.wakers.get_mut(timer);
        let is_pending = old.map(|old| mem::swap(old, &mut waker)).is_some();
        drop(state);
        catch_panic(|| drop(waker));
        is_pending
    }

    // ANCHOR: cancel
    pub(crate) fn cancel(&self, timer: Key) {
        let mut state = self.state.borrow_mut();
        let waker = state.wakers.remove(timer);
        state.sweep();
        drop(state);
        catch_panic(|| drop(waker));
    }
    // ANCHOR_END: cancel

    /// Moves a timer that has not fired to another deadline; its waker stays.
    pub(crate) fn reset(&self, timer: Key, deadline: Instant) -> Option<Key> {
        let waker = self.state.borrow_mut().wakers.remove(timer)?;
        let timer = self.set(deadline, waker);
        self.state.borrow_mut().sweep();
        Some(timer)
    }

    /// The longest that the loop may sleep; `None`: without limit.
    pub(crate) fn until_next(&self) -> Option<Duration> {
        let deadline = self.state.borrow_mut().next_deadline()?;
        Some(deadline.saturating_duration_since(self.now()))
    }

    /// Wakes the tasks whose deadlines have passed, never early. Without timers this does not even ask what time it is.
    // ANCHOR: fire
    pub(crate) fn fire(&self) {
        let mut state = self.state.borrow_mut();
        if state.heap.is_empty() {
            return;
        }
        let now = self.now();
        while state
            .next_deadline()
            .is_some_and(|deadline| deadline <= now)
        {
            state.pop();
        }
        let mut due = mem::take(&mut state.due);
        drop(state);
        for waker in due.drain(..) {
            catch_panic(|| waker.wake());
        }
        self.state.borrow_mut().due = due;
    }
    // ANCHOR_END: fire

    /// How many timers are set.
    pub(crate) fn len(&self) -> usize {
        self.state.borrow().wakers.len()
    }

    /// The runtime is gone: no timer fires any more. A task of another runtime that waits for one is woken, and sets it
    /// there.
    pub(crate) fn clear(&self) {
        let state = self.state.take();
        let wakers = state.wakers.into_values();
        wakers.for_each(|waker| _ = catch_panic(|| waker.wake()));
    }
}

impl State {
    /// When the next timer fires.
    fn next_deadline(&mut self) -> Option<Instant> {
        while let Some(Reverse((deadline, timer))) = self.heap.peek() {
            if self.wakers.contains(*timer) {
                return Some(*deadline);
            }
            self.heap.pop();
        }
        None
    }

    /// The next timer is due.
    fn pop(&mut self) {
        if let Some(Reverse((_, timer))) = self.heap.pop() {
            self.due.extend(self.wakers.remove(timer));
        }
    }

    /// Removes the stale entries, if most are stale.
    fn sweep(&mut self) {
        let State { wakers, heap, .. } = self;
        if heap.len() > FEW && heap.len() > 2 * wakers.len() {
            heap.retain(|Reverse((_, timer))| wakers.contains(*timer));
        }
    }
}

#[cfg(test)]
#[path = "../../tests/unit/timers.rs"]
mod tests;
