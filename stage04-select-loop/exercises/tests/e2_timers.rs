//! The provided tests of s4e2.

use super::*;
use std::collections::BTreeSet;
use testkit::within;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn check(test: impl FnOnce(&mut Timers) + Send + 'static) {
    within(Duration::from_secs(5), "a few timers to fire", || {
        test(&mut Timers::default())
    });
}

/// All that is due, in order.
fn due(timers: &mut Timers, now: Duration) -> Vec<TimerId> {
    let due: Vec<_> = std::iter::from_fn(|| timers.pop_due(now))
        .take(1000)
        .collect();
    assert!(due.len() < 1000, "the same timers are due again and again");
    due
}

#[test]
fn they_fire_in_the_order_of_their_deadlines() {
    check(|timers| {
        let [c, a, b] = [30, 10, 20].map(|n| timers.add(ms(n)));
        assert_eq!(due(timers, ms(100)), [a, b, c], "the earliest first");
    });
}

#[test]
fn none_fires_early_and_none_twice() {
    check(|timers| {
        let [a, b] = [10, 20].map(|n| timers.add(ms(n)));
        assert_eq!(due(timers, ms(9)), [], "10 ms have not passed");
        assert_eq!(
            due(timers, ms(10)),
            [a],
            "10 ms have passed: due means at its deadline, not after it"
        );
        assert_eq!(due(timers, ms(30)), [b], "the first has fired already");
    });
}

#[test]
fn the_next_deadline_is_the_earliest() {
    check(|timers| {
        assert_eq!(timers.next(), None, "no timer, no deadline");
        for n in [30, 10, 20] {
            timers.add(ms(n));
        }
        assert_eq!(timers.next(), Some(ms(10)));
        timers.pop_due(ms(10));
        assert_eq!(timers.next(), Some(ms(20)));
    });
}

#[test]
fn equal_deadlines_fire_in_the_order_in_which_they_were_added() {
    check(|timers| {
        let ids: Vec<_> = (0..20).map(|_| timers.add(ms(5))).collect();
        assert_eq!(due(timers, ms(5)), ids, "ties are broken by who came first");
    });
}

#[test]
fn a_cancelled_one_does_not_fire() {
    check(|timers| {
        let [a, b, c] = [10, 20, 30].map(|n| timers.add(ms(n)));
        timers.cancel(b);
        assert_eq!(
            due(timers, ms(100)),
            [a, c],
            "the one in the middle was cancelled"
        );
    });
}

#[test]
fn a_cancelled_one_is_not_waited_for() {
    check(|timers| {
        let [a, b] = [10, 20].map(|n| timers.add(ms(n)));
        timers.cancel(a);
        assert_eq!(
            timers.next(),
            Some(ms(20)),
            "the loop would wake up for a timer that was cancelled"
        );
        timers.cancel(b);
        assert_eq!(timers.next(), None, "nothing is left to wait for");
    });
}

#[test]
fn cancelling_what_has_fired_changes_nothing() {
    check(|timers| {
        let a = timers.add(ms(10));
        assert_eq!(due(timers, ms(10)), [a]);
        timers.cancel(a);
        let b = timers.add(ms(20));
        assert_ne!(a, b, "a number is never used again");
        assert_eq!(
            due(timers, ms(20)),
            [b],
            "only the timer that had fired was cancelled"
        );
    });
}

#[test]
fn zero_and_for_ever_are_deadlines_too() {
    check(|timers| {
        let never = timers.add(Duration::MAX);
        let at_once = timers.add(Duration::ZERO);
        assert_eq!(timers.next(), Some(Duration::ZERO));
        assert_eq!(due(timers, ms(1_000_000)), [at_once]);
        assert_eq!(timers.next(), Some(Duration::MAX));
        timers.cancel(never);
        assert_eq!(timers.next(), None);
    });
}

#[test]
fn ten_thousand_agree_with_a_sorted_list() {
    check(|timers| {
        let (mut model, mut seed) = (BTreeSet::new(), 7_u64);
        for round in 0..10_000 {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let deadline = ms((seed >> 33) % 1000);
            let id = timers.add(deadline);
            model.insert((deadline, id));
            if round % 3 == 0
                && let Some(&first) = model.first()
            {
                timers.cancel(first.1);
                model.remove(&first);
            }
        }
        let sorted: Vec<_> = model.into_iter().map(|(_, id)| id).collect();
        let fired: Vec<_> = std::iter::from_fn(|| timers.pop_due(Duration::MAX)).collect();
        assert!(
            fired == sorted,
            "{} timers fired, and {} should have, in another order",
            fired.len(),
            sorted.len()
        );
    });
}
