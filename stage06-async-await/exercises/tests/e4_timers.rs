//! The provided tests of s6e4.

use super::*;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    task::Wake,
    time::Duration,
};
use testkit::within;

/// Runs a test that is handed timers, and a moment from which to count.
fn check(test: impl FnOnce(Rc<Timers>, Instant) + Send + 'static) {
    within(Duration::from_secs(3), "a timer", || {
        test(Rc::default(), Instant::now())
    });
}

const MS: Duration = Duration::from_millis(1);

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
        let (mut sleep, waker) = (
            sleep_until(&timers, begin + 10 * MS),
            Arc::<Count>::default(),
        );
        assert!(poll(&mut sleep, &waker).is_pending());
        assert_eq!(
            timers.next_deadline(),
            Some(begin + 10 * MS),
            "when the loop must wake up"
        );
        timers.fire(begin + 10 * MS - Duration::from_nanos(1));
        assert_eq!(waker.wakes(), 0, "wakes a nanosecond before the deadline");
        assert!(
            poll(&mut sleep, &waker).is_pending(),
            "too early by a nanosecond"
        );
        timers.fire(begin + 10 * MS);
        assert_eq!(waker.wakes(), 1, "wakes at the deadline");
        assert!(poll(&mut sleep, &waker).is_ready(), "it has fired");
        assert_eq!(
            (timers.next_deadline(), timers.len()),
            (None, 0),
            "what is left"
        );
    });
}

#[test]
fn the_loop_is_told_the_next_deadline() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let mut sleeps = [30, 10, 20].map(|ms| sleep_until(&timers, begin + ms * MS));
        assert_eq!(timers.next_deadline(), None, "nobody has been polled");
        for sleep in &mut sleeps {
            assert!(poll(sleep, &waker).is_pending());
        }
        for ms in [10, 20, 30] {
            assert_eq!(
                timers.next_deadline(),
                Some(begin + ms * MS),
                "the next of 10, 20 and 30 ms"
            );
            timers.fire(begin + ms * MS);
        }
        assert_eq!((timers.next_deadline(), waker.wakes()), (None, 3));
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
        assert_eq!(
            timers.len(),
            7,
            "timers: equal deadlines are not the same timer"
        );
        timers.fire(begin + 5 * MS);
        assert_eq!(
            *order.lock().unwrap(),
            [3, 1, 5, 0, 2, 4],
            "by deadline, then as they were set"
        );
        assert_eq!(timers.len(), 1, "one of seven is not due");
    });
}

#[test]
fn a_sleep_that_is_dropped_takes_its_timer_along() {
    check(|timers, begin| {
        let (mut sleep, waker) = (sleep_until(&timers, begin + MS), Arc::<Count>::default());
        assert!(poll(&mut sleep, &waker).is_pending());
        drop(sleep);
        assert_eq!(timers.len(), 0, "timers of a sleep that was dropped");
        timers.fire(begin + 2 * MS);
        assert_eq!(waker.wakes(), 0, "wakes for a sleep that was dropped");
        assert_eq!(Arc::strong_count(&waker), 1, "owners of its waker");
    });
}

#[test]
fn one_that_has_fired_may_be_dropped() {
    check(|timers, begin| {
        let waker = Arc::<Count>::default();
        let mut pair = [(); 2].map(|()| sleep_until(&timers, begin + MS));
        assert!(
            pair.iter_mut()
                .all(|sleep| poll(sleep, &waker).is_pending())
        );
        timers.fire(begin + MS);
        let mut later = sleep_until(&timers, begin + MS);
        assert!(poll(&mut later, &waker).is_pending());
        drop(pair);
        assert_eq!(
            timers.len(),
            1,
            "the timer that was set after the others had fired"
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
        assert_eq!(timers.len(), 1, "timers of one sleep that was polled twice");
        timers.fire(begin + MS);
        assert_eq!(
            new.wakes(),
            1,
            "wakes of the latest waker: a stale one was kept"
        );
        assert_eq!(old.wakes(), 0, "wakes of the waker that was replaced");
    });
}

#[test]
fn a_deadline_that_has_passed_ends_at_the_next_look() {
    check(|timers, begin| {
        let now = begin + 100 * MS;
        let (mut sleep, waker) = (sleep_until(&timers, begin), Arc::<Count>::default());
        assert!(
            poll(&mut sleep, &waker).is_pending(),
            "only the loop knows what time it is"
        );
        assert_eq!(
            timers.next_deadline(),
            Some(begin),
            "the loop must not sleep"
        );
        timers.fire(now);
        assert_eq!(waker.wakes(), 1, "wakes");
        assert!(poll(&mut sleep, &waker).is_ready());
        assert_eq!(timers.len(), 0);
    });
}

#[test]
fn a_waker_may_set_and_drop_timers() {
    type Shared = (Rc<Timers>, Instant, Option<Sleep>);
    thread_local! {
        static TIMERS: RefCell<Option<Shared>> = const { RefCell::new(None) };
    }
    /// Does when it is woken what an executor may do that polls at once.
    struct Sets;
    impl Wake for Sets {
        fn wake(self: Arc<Self>) {
            TIMERS.with_borrow_mut(|shared| {
                let (timers, now, kept) = shared.as_mut().expect("it was left there");
                let mut next = sleep_until(timers, *now + MS);
                assert!(poll(&mut next, &Arc::<Count>::default()).is_pending());
                *kept = Some(next);
            });
        }
    }
    check(|timers, begin| {
        TIMERS.set(Some((timers.clone(), begin + MS, None)));
        let mut sleep = sleep_until(&timers, begin + MS);
        assert!(poll(&mut sleep, &Arc::new(Sets)).is_pending());
        timers.fire(begin + MS);
        assert_eq!(
            timers.next_deadline(),
            Some(begin + 2 * MS),
            "the timer that the waker has set"
        );
        TIMERS.take();
        assert_eq!(timers.len(), 0);
    });
}
