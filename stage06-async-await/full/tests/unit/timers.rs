use super::*;

/// A million timers, of which one at a time is set: the heap stays small. One that is due first is set all the
/// time, so that the stale ones never come to the top.
fn stays_small(mut renew: impl FnMut(&Timers, Key, Instant) -> Key) {
    let timers = Timers::new(true);
    let begin = timers.now();
    timers.set(begin, Waker::noop().clone());
    let mut timer = timers.set(begin, Waker::noop().clone());
    for n in 1..=1_000_000 {
        timer = renew(&timers, timer, begin + Duration::from_millis(n));
        timers.until_next();
        assert!(timers.state.borrow().heap.len() <= FEW + 1);
    }
    assert!(timers.state.borrow().heap.capacity() <= 4 * FEW);
    assert_eq!(timers.len(), 2);
}

#[test]
fn a_million_cancelled_timers_leave_nothing() {
    stays_small(|timers, timer, deadline| {
        timers.cancel(timer);
        timers.set(deadline, Waker::noop().clone())
    });
}

#[test]
fn a_timer_that_is_reset_a_million_times_leaves_nothing() {
    stays_small(|timers, timer, deadline| {
        let again = timers.reset(timer, deadline);
        again.expect("it has not fired")
    });
}

#[test]
fn most_of_many_timers_cancelled_leave_at_most_as_many_again() {
    let timers = Timers::new(true);
    let begin = timers.now();
    let set = |n| timers.set(begin + Duration::from_millis(n), Waker::noop().clone());
    let keys: Vec<Key> = (0..10_000).map(set).collect();
    for (cancelled, key) in keys[1000..].iter().enumerate() {
        timers.cancel(*key);
        let left = 10_000 - cancelled - 1;
        assert!(timers.state.borrow().heap.len() <= 2 * left + FEW);
    }
    assert_eq!(timers.until_next(), Some(Duration::ZERO));
}

#[test]
fn stale_entries_stay_while_they_are_few_and_until_they_are_the_majority() {
    let entries_after = |set: usize, cancelled: usize| {
        let timers = Timers::new(true);
        let begin = timers.now();
        let later = |n| begin + Duration::from_millis(n as u64);
        let keys: Vec<Key> = (0..set)
            .map(|n| timers.set(later(n), Waker::noop().clone()))
            .collect();
        keys[set - cancelled..]
            .iter()
            .for_each(|key| timers.cancel(*key));
        timers.state.borrow().heap.len()
    };
    assert_eq!(entries_after(FEW, FEW - 1), FEW, "few");
    assert_eq!(entries_after(2 * FEW, FEW), 2 * FEW, "half of them");
    assert_eq!(entries_after(2 * FEW, FEW + 1), FEW - 1, "the majority");
}
