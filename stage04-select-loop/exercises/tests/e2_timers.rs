//! The provided tests of s4e2.

#[path = "e2_timers/cancels.rs"]
mod cancels;

use super::*;
use std::{
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
};
use testkit::within;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn check(test: impl FnOnce(&mut Timers) + Send + 'static) {
    within(Duration::from_secs(10), "a few timers to fire", || {
        test(&mut Timers::default());
    });
}

/// Cancels a timer that is gone.
fn cancel_again(timers: &mut Timers, id: TimerId) {
    assert!(
        catch_unwind(AssertUnwindSafe(|| timers.cancel(id))).is_ok(),
        "`cancel` panicked; for a timer that has fired, or was cancelled before, it does nothing"
    );
}

/// All that is due, in order.
fn due(timers: &mut Timers, now: Duration) -> Vec<TimerId> {
    let due: Vec<_> = iter::from_fn(|| timers.pop_due(now)).take(1000).collect();
    assert!(
        due.len() < 1000,
        "`pop_due` returns timers again and again: one that it has returned has fired"
    );
    due
}

#[test]
fn they_fire_in_the_order_of_their_deadlines() {
    check(|timers| {
        let [c, a, b] = [30, 10, 20].map(|n| timers.add(ms(n)));
        assert_eq!(
            due(timers, ms(100)),
            [a, b, c],
            "timers that were due at 100 ms; their deadlines are 10, 20 and 30 ms, and the earliest fires first"
        );
    });
}

#[test]
fn none_fires_before_its_deadline() {
    check(|timers| {
        let a = timers.add(ms(10) + Duration::from_nanos(1));
        let b = timers.add(ms(20));
        assert_eq!(
            due(timers, ms(10)),
            [],
            "timers that fired at 10 ms; the earliest deadline is a nanosecond later"
        );
        assert_eq!(
            due(timers, ms(19)),
            [a],
            "timers that fired at 19 ms; the deadlines are a little after 10 ms, and 20 ms"
        );
        assert_eq!(
            due(timers, ms(30)),
            [b],
            "timers that fired at 30 ms; the first had fired before"
        );
    });
}

#[test]
fn one_fires_at_its_deadline() {
    check(|timers| {
        let a = timers.add(ms(10));
        assert_eq!(
            due(timers, ms(10)),
            [a],
            "timers that fired at 10 ms; a timer is due at its deadline, not after it"
        );
    });
}

#[test]
fn a_clock_that_is_read_earlier_fires_nothing_more() {
    check(|timers| {
        let [a, b] = [10, 20].map(|n| timers.add(ms(n)));
        assert_eq!(
            due(timers, ms(15)),
            [a],
            "timers that fired at 15 ms; the deadlines are 10 and 20 ms"
        );
        let c = timers.add(ms(12));
        assert_eq!(
            due(timers, ms(5)),
            [],
            "timers that fired when `now` was 5 ms, after it had been 15; the deadlines that are left are 12 and 20 ms"
        );
        assert_eq!(
            due(timers, ms(25)),
            [c, b],
            "timers that fired at 25 ms; the deadlines that were left are 12 and 20 ms"
        );
    });
}

#[test]
fn the_next_deadline_is_the_earliest() {
    check(|timers| {
        assert_eq!(timers.next(), None, "`next` of no timers: there is none");
        for n in [30, 10, 20] {
            timers.add(ms(n));
        }
        for _ in 0..2 {
            assert_eq!(
                timers.next(),
                Some(ms(10)),
                "`next`; the deadlines are 10, 20 and 30 ms, and it takes nothing out"
            );
        }
        timers.pop_due(ms(15));
        assert_eq!(
            timers.next(),
            Some(ms(20)),
            "`next`, when the first of three has fired"
        );
    });
}

#[test]
fn a_timer_may_be_added_behind_one_that_has_fired() {
    check(|timers| {
        let a = timers.add(ms(20));
        assert_eq!(
            due(timers, ms(25)),
            [a],
            "timers that fired at 25 ms; the deadline is 20 ms"
        );
        let b = timers.add(ms(10));
        assert_eq!(
            timers.next(),
            Some(ms(10)),
            "`next`: a deadline may be in the past when it is added"
        );
        assert_eq!(
            due(timers, ms(25)),
            [b],
            "timers that fired at 25 ms; the deadline was past when it was added"
        );
    });
}

#[test]
fn equal_deadlines_fire_in_the_order_in_which_they_were_added() {
    check(|timers| {
        let first = timers.add(ms(9));
        let ids: Vec<_> = (0..20).map(|_| timers.add(ms(5))).collect();
        let fired: Vec<_> = due(timers, ms(10));
        let expected: Vec<_> = ids.into_iter().chain([first]).collect();
        assert_eq!(
            fired, expected,
            "twenty timers with the same deadline, and one with a later one: equal ones fire in the order in which they were added"
        );
    });
}

#[test]
fn no_number_is_used_again() {
    check(|timers| {
        let mut ids = Vec::new();
        for n in 1..=100 {
            let [first, second] = [timers.add(ms(n)), timers.add(ms(1000))];
            ids.extend([first, second]);
            timers.cancel(second);
            due(timers, ms(n));
            cancel_again(timers, first);
        }
        let added = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(
            ids.len(),
            added,
            "different numbers of 200 timers: a number is never used again, also if its timer has fired or was cancelled"
        );
    });
}

#[test]
fn zero_and_the_longest_time_are_deadlines_too() {
    check(|timers| {
        let never = timers.add(Duration::MAX);
        let at_once = timers.add(Duration::ZERO);
        assert_eq!(
            timers.next(),
            Some(Duration::ZERO),
            "`next`; the deadlines are zero and `Duration::MAX`"
        );
        assert_eq!(
            due(timers, Duration::ZERO),
            [at_once],
            "timers that fired at time zero; the deadlines are zero and `Duration::MAX`"
        );
        assert_eq!(
            timers.next(),
            Some(Duration::MAX),
            "`next`, when one with a deadline of `Duration::MAX` is left"
        );
        timers.cancel(never);
        assert_eq!(timers.next(), None, "`next`, when the last was cancelled");
    });
}
