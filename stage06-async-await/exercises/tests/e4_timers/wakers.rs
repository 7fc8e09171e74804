//! Wakers are unknown code: what they may do when they are called, and when they are dropped.

use super::{Count, MS, Sleep, Timers, check, fire, next, poll, sleep_until};
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Wake;
use std::time::Instant;

#[test]
fn while_the_wakers_are_called_timers_may_be_set_and_dropped() {
    type Scene = (Rc<Timers>, Instant, Option<Sleep>);
    thread_local! {
        static SCENE: RefCell<Option<Scene>> = const { RefCell::new(None) };
    }
    struct Sets;
    impl Wake for Sets {
        fn wake(self: Arc<Self>) {
            SCENE.with_borrow_mut(|scene| {
                let (timers, now, kept) = scene.as_mut().expect("it was left there");
                // If it panics: a sleep that is dropped meanwhile may panic as well, and two panics at once abort.
                let mut next = ManuallyDrop::new(sleep_until(timers, *now + MS));
                assert!(poll(&mut next, &Arc::<Count>::default()).is_pending());
                *kept = Some(ManuallyDrop::into_inner(next));
            });
        }
    }
    check(|timers, begin| {
        SCENE.set(Some((timers.clone(), begin + MS, None)));
        let mut sleep = sleep_until(&timers, begin + MS);
        assert!(poll(&mut sleep, &Arc::new(Sets)).is_pending());
        let fires = catch_unwind(AssertUnwindSafe(|| fire(&timers, begin + MS)));
        if fires.is_err() {
            panic!(
                "a waker cannot set a timer: what is borrowed while wakers are called? (The panic above this one names the line that borrows again.)"
            );
        }
        assert_eq!(
            next(&timers, begin),
            Some(2 * MS),
            "the timer that the waker has set"
        );
        SCENE.take();
        assert_eq!(next(&timers, begin), None);
    });
}

#[test]
fn a_waker_that_polls_its_sleep_at_once_finds_it_ready() {
    thread_local! {
        static SLEEP: RefCell<Option<Sleep>> = const { RefCell::new(None) };
    }
    /// Polls the sleep when it is called, and notes whether that was ready.
    struct Polls(AtomicU32);
    impl Wake for Polls {
        fn wake(self: Arc<Self>) {
            let sleep = SLEEP.take().map(ManuallyDrop::new);
            let ready =
                sleep.map(|mut sleep| poll(&mut sleep, &Arc::<Count>::default()).is_ready());
            self.0
                .store(1 + u32::from(ready == Some(true)), Ordering::Relaxed);
        }
    }
    check(|timers, begin| {
        let mut sleep = sleep_until(&timers, begin + MS);
        let waker = Arc::new(Polls(AtomicU32::new(0)));
        assert!(poll(&mut sleep, &waker).is_pending());
        SLEEP.set(Some(sleep));
        let fires = catch_unwind(AssertUnwindSafe(|| fire(&timers, begin + 2 * MS)));
        if fires.is_err() {
            panic!(
                "a waker cannot poll its sleep: what is borrowed while wakers are called? (The panic above this one names the line that borrows again.)"
            );
        }
        let noted = waker.0.load(Ordering::Relaxed);
        assert_ne!(noted, 0, "the waker was not called");
        assert_eq!(
            noted, 2,
            "the waker polls its sleep at once, and that is pending: what does expire do first?"
        );
    });
}

thread_local! {
    static TIMERS: RefCell<Option<(Rc<Timers>, Instant)>> = const { RefCell::new(None) };
}

/// A waker whose destructor sets a timer, and drops the sleep again.
struct SetsWhenDropped;

impl Wake for SetsWhenDropped {
    fn wake(self: Arc<Self>) {}
}

impl Drop for SetsWhenDropped {
    fn drop(&mut self) {
        let scene = TIMERS.try_with(RefCell::take); // the thread may have ended
        let Some((timers, deadline)) = scene.ok().flatten() else {
            return;
        };
        // If it panics: a sleep that is dropped meanwhile may panic as well, and two panics at once abort.
        let mut sleep = ManuallyDrop::new(sleep_until(&timers, deadline));
        assert!(poll(&mut sleep, &Arc::<Count>::default()).is_pending());
        drop(ManuallyDrop::into_inner(sleep));
    }
}

#[test]
fn a_waker_that_is_replaced_may_set_a_timer_when_it_is_dropped() {
    check(|timers, begin| {
        let mut sleep = sleep_until(&timers, begin + MS);
        assert!(poll(&mut sleep, &Arc::new(SetsWhenDropped)).is_pending());
        TIMERS.set(Some((timers.clone(), begin + MS)));
        let replaces = || poll(&mut sleep, &Arc::<Count>::default());
        let polled = catch_unwind(AssertUnwindSafe(replaces));
        let left = TIMERS.take();
        match polled {
            Ok(poll) => assert!(poll.is_pending(), "it is too early"),
            Err(_) => panic!(
                "the old waker cannot set a timer when it is dropped: what is borrowed in the line that drops it? (The panic above this one names the line that borrows again.)"
            ),
        }
        assert!(left.is_none(), "a waker that was replaced is kept");
    });
}

#[test]
fn the_waker_of_a_dropped_sleep_may_set_a_timer_when_it_is_dropped() {
    check(|timers, begin| {
        let mut sleep = sleep_until(&timers, begin + MS);
        assert!(poll(&mut sleep, &Arc::new(SetsWhenDropped)).is_pending());
        TIMERS.set(Some((timers.clone(), begin + MS)));
        if catch_unwind(AssertUnwindSafe(|| drop(sleep))).is_err() {
            panic!(
                "a sleep is dropped, and its waker cannot set a timer: what is borrowed in the line that drops it? (The panic above this one names the line that borrows again.)"
            );
        }
        let left = TIMERS.take();
        assert!(
            left.is_none(),
            "the waker of a sleep that was dropped is kept"
        );
    });
}
