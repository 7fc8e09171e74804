//! The provided tests of s6e4.

#[path = "e4_timers/drops.rs"]
mod drops;
#[path = "e4_timers/wakers.rs"]
mod wakers;

use super::{Sleep, Timers, sleep_until};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};
use testkit::within;

/// Runs a test that is handed timers, and a moment from which to count.
fn check(test: impl FnOnce(Rc<Timers>, Instant) + Send + 'static) {
    within(Duration::from_secs(3), "a timer", || {
        let begin = Instant::now();
        test(Timers::new(begin), begin)
    });
}

const MS: Duration = Duration::from_millis(1);

/// The deadline that the loop is told, after the beginning.
fn next(timers: &Timers, begin: Instant) -> Option<Duration> {
    timers.next_deadline().map(|deadline| deadline - begin)
}

/// What the loop does.
fn fire(timers: &Timers, now: Instant) {
    timers.expire(now).into_iter().for_each(Waker::wake);
}

/// A waker that counts.
#[derive(Default)]
struct Count(AtomicU32);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    fn wakes(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

fn poll(sleep: &mut Sleep, waker: &Arc<impl Wake + Send + Sync + 'static>) -> Poll<()> {
    let waker = Waker::from(waker.clone());
    Pin::new(sleep).poll(&mut Context::from_waker(&waker))
}

#[test]
fn it_ends_at_its_deadline_and_not_before() {
    check(|timers, begin| {
        let hour = Duration::new(3600, 123_456_789); // a sleep that looks at the real clock will not see it
        let (mut sleep, waker) = (sleep_until(&timers, begin + hour), Arc::<Count>::default());
        assert!(poll(&mut sleep, &waker).is_pending());
        assert_eq!(next(&timers, begin), Some(hour), "the next deadline");
        fire(&timers, begin + hour - Duration::from_nanos(1));
        assert_eq!(waker.wakes(), 0, "wakes a nanosecond before the deadline");
        assert!(
            poll(&mut sleep, &waker).is_pending(),
            "too early by a nanosecond"
        );
        fire(&timers, begin + hour);
        assert_eq!(waker.wakes(), 1, "wakes at the deadline");
        for _ in 0..2 {
            assert!(
                poll(&mut sleep, &waker).is_ready(),
                "not ready, though expire said that it is time: does the sleep ask another clock?"
            );
        }
        assert_eq!(next(&timers, begin), None, "what is left");
    });
}

#[test]
fn the_loop_is_told_the_next_deadline() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let mut sleeps = [3000, 1000, 2000].map(|ms| sleep_until(&timers, begin + ms * MS));
        assert_eq!(next(&timers, begin), None, "no sleep was polled");
        for sleep in &mut sleeps {
            assert!(poll(sleep, &waker).is_pending());
        }
        for ms in [1000, 2000, 3000] {
            assert_eq!(
                next(&timers, begin),
                Some(ms * MS),
                "the next of 1, 2 and 3 seconds"
            );
            fire(&timers, begin + ms * MS);
        }
        let left = (next(&timers, begin), waker.wakes());
        assert_eq!(
            left,
            (None, 3),
            "what is left, and the wakes of three sleeps"
        );
    });
}

/// A waker that writes its number down.
struct Named(u32, Arc<Mutex<Vec<u32>>>);

impl Wake for Named {
    fn wake(self: Arc<Self>) {
        self.1.lock().unwrap().push(self.0);
    }
}

#[test]
fn all_that_are_due_fire_in_order_and_equal_ones_as_they_were_set() {
    check(|timers, begin| {
        let order = Arc::new(Mutex::new(Vec::new()));
        let deadlines = [5, 3, 5, 1, 5, 3, 9];
        let mut sleeps = Vec::new();
        for (n, ms) in (0..).zip(deadlines) {
            let mut sleep = sleep_until(&timers, begin + ms * MS);
            assert!(poll(&mut sleep, &Arc::new(Named(n, order.clone()))).is_pending());
            sleeps.push(sleep);
        }
        for n in [0, 1] {
            let waker = Arc::new(Named(n, order.clone()));
            let again = poll(&mut sleeps[n as usize], &waker);
            assert!(again.is_pending(), "a poll without a wake is allowed");
        }
        fire(&timers, begin + 6 * MS);
        assert_eq!(
            *order.lock().unwrap(),
            [3, 1, 5, 0, 2, 4],
            "by deadline, then as they were set (0 and 1 were polled twice)"
        );
        assert_eq!(next(&timers, begin), Some(9 * MS), "one is not due");
    });
}

#[test]
fn a_poll_without_a_wake_does_not_end_it() {
    check(|timers, begin| {
        let (mut sleep, waker) = (
            sleep_until(&timers, begin + 10 * MS),
            Arc::<Count>::default(),
        );
        for ms in 0..3 {
            assert!(
                poll(&mut sleep, &waker).is_pending(),
                "it was polled for another reason, and takes that for its own end"
            );
            fire(&timers, begin + ms * MS);
        }
        assert_eq!(waker.wakes(), 0, "wakes before the deadline");
        fire(&timers, begin + 11 * MS);
        assert_eq!(
            waker.wakes(),
            1,
            "wakes after three polls: one timer, one wake"
        );
    });
}

#[test]
fn the_latest_waker_is_woken() {
    check(|timers, begin| {
        let mut sleep = sleep_until(&timers, begin + MS);
        let (old, new) = (Arc::<Count>::default(), Arc::<Count>::default());
        assert!(poll(&mut sleep, &old).is_pending());
        assert!(
            poll(&mut sleep, &new).is_pending(),
            "the sleep moves to another task"
        );
        fire(&timers, begin + 2 * MS);
        assert_eq!(
            new.wakes(),
            1,
            "wakes of the latest waker: a stale one was kept"
        );
        assert_eq!(old.wakes(), 0, "wakes of the waker that was replaced");
    });
}

#[test]
fn a_deadline_that_has_passed_does_not_let_the_loop_sleep() {
    check(|timers, begin| {
        let (mut sleep, waker) = (sleep_until(&timers, begin), Arc::<Count>::default());
        if poll(&mut sleep, &waker).is_pending() {
            assert_eq!(
                next(&timers, begin),
                Some(Duration::ZERO),
                "the loop must not sleep"
            );
            fire(&timers, begin + 100 * MS);
            assert_eq!(waker.wakes(), 1, "wakes for a deadline that had passed");
            assert!(poll(&mut sleep, &waker).is_ready(), "it had passed already");
        }
        assert_eq!(next(&timers, begin), None, "what is left");
    });
}

#[test]
fn a_sleep_whose_time_has_come_is_ready_from_then_on() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let mut sleeps = [8, 9, 90].map(|ms| sleep_until(&timers, begin + ms * MS));
        let pending = (sleeps.iter_mut()).all(|sleep| poll(sleep, &waker).is_pending());
        assert!(pending, "no time has passed");
        fire(&timers, begin + 10 * MS);
        let [eight, nine, ninety] = &mut sleeps;
        assert!(poll(eight, &waker).is_ready(), "8 ms, at 10 ms");
        fire(&timers, begin + 5 * MS); // no clock does this, but a caller may
        for sleep in [eight, nine] {
            assert!(
                poll(sleep, &waker).is_ready(),
                "a sleep whose time had come is pending, because expire was told an earlier time after that"
            );
        }
        assert_eq!(waker.wakes(), 2, "wakes for 8 and 9 ms");
        assert!(poll(ninety, &waker).is_pending(), "90 ms, at 10 ms");
        assert_eq!(
            next(&timers, begin),
            Some(90 * MS),
            "the timer that is left"
        );
    });
}

#[test]
fn one_that_was_never_polled_sets_no_timer() {
    check(|timers, begin| {
        let _sleep = sleep_until(&timers, begin + MS);
        assert_eq!(next(&timers, begin), None, "futures are lazy");
    });
}
