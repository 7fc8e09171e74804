//! Sleeps that are dropped.

use super::{Count, MS, check, fire, next, poll, sleep_until};
use std::sync::Arc;

#[test]
fn a_sleep_that_is_dropped_takes_its_timer_along() {
    check(|timers, begin| {
        let (mut sleep, waker) = (sleep_until(&timers, begin + MS), Arc::<Count>::default());
        assert!(poll(&mut sleep, &waker).is_pending());
        drop(sleep);
        assert_eq!(
            next(&timers, begin),
            None,
            "the deadline of a sleep that was dropped"
        );
        fire(&timers, begin + 2 * MS);
        assert_eq!(waker.wakes(), 0, "wakes for a sleep that was dropped");
        assert_eq!(Arc::strong_count(&waker), 1, "owners of its waker");
    });
}

#[test]
fn a_sleep_that_is_dropped_takes_no_other_timer_along() {
    check(|timers, begin| {
        let (mut three, waker) = (
            [(); 3].map(|()| sleep_until(&timers, begin + MS)),
            Arc::<Count>::default(),
        );
        assert!(poll(&mut three[0], &waker).is_pending());
        assert!(poll(&mut three[2], &Arc::<Count>::default()).is_pending());
        let [_kept, never_polled, polled] = three;
        drop(never_polled);
        drop(polled);
        let others =
            "two sleeps were dropped: is the timer of a third with their deadline still set?";
        assert_eq!(next(&timers, begin), Some(MS), "{others}");
        fire(&timers, begin + 2 * MS);
        assert_eq!(waker.wakes(), 1, "{others}");
    });
}

#[test]
fn two_sleeps_of_one_task_are_two_timers() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let [mut first, mut second] = [(); 2].map(|()| sleep_until(&timers, begin + MS));
        assert!(poll(&mut first, &waker).is_pending() && poll(&mut second, &waker).is_pending());
        drop(first);
        let lost = "two sleeps of one task have one deadline, and the first was dropped: is the timer of the second set?";
        assert_eq!(next(&timers, begin), Some(MS), "{lost}");
        fire(&timers, begin + MS);
        assert_eq!(waker.wakes(), 1, "{lost}");
    });
}

#[test]
fn a_new_sleep_is_not_taken_for_an_older_one() {
    check(|timers, begin| {
        for (ms, third_is_set) in [(1, false), (2, true)] {
            let deadline = begin + ms * MS;
            let [mut third, mut older] = [(); 2].map(|()| sleep_until(&timers, deadline));
            let wakers = [(); 2].map(|()| Arc::<Count>::default());
            if third_is_set {
                assert!(poll(&mut third, &Arc::<Count>::default()).is_pending());
            }
            assert!(poll(&mut older, &wakers[0]).is_pending());
            drop(third);
            let mut newer = sleep_until(&timers, deadline);
            assert!(poll(&mut newer, &wakers[1]).is_pending());
            fire(&timers, deadline);
            assert_eq!(
                wakers.map(|waker| waker.wakes()),
                [1, 1],
                "wakes of an older sleep and of a newer one, which was made when a third had been dropped: do the two \
                 have the same number?"
            );
        }
    });
}

#[test]
fn one_that_has_fired_takes_no_other_timer_along() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let mut pair = [(); 2].map(|()| sleep_until(&timers, begin + MS));
        assert!(
            pair.iter_mut()
                .all(|sleep| poll(sleep, &waker).is_pending())
        );
        fire(&timers, begin + MS);
        let (mut later, waker) = (
            sleep_until(&timers, begin + 2 * MS),
            Arc::<Count>::default(),
        );
        assert!(poll(&mut later, &waker).is_pending());
        drop(pair);
        assert_eq!(
            next(&timers, begin),
            Some(2 * MS),
            "two that had fired were dropped: is the timer of a third still set?"
        );
        fire(&timers, begin + 2 * MS);
        assert_eq!(waker.wakes(), 1, "wakes of the third");
    });
}
