//! The provided tests of s6e1.

use super::*;
use std::{
    cell::Cell,
    future::poll_fn,
    sync::{OnceLock, atomic::AtomicU32},
    time::Duration,
};
use testkit::within;

fn check(test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), "a future that was woken", test);
}

/// A future that is ready at its `n`th poll, counts its polls, and does this at each of the others.
fn ready_at<'a>(
    n: u32,
    polls: &'a Cell<u32>,
    mut pending: impl FnMut(&Waker) + 'a,
) -> impl Future<Output = u32> + 'a {
    poll_fn(move |context| {
        polls.set(polls.get() + 1);
        if polls.get() == n {
            return Poll::Ready(42);
        }
        pending(context.waker());
        Poll::Pending
    })
}

/// Calls the waker from another thread, when this one had every chance to fall asleep.
fn later(waker: &Waker) {
    let waker = waker.clone();
    thread::spawn(move || {
        (0..100).for_each(|_| thread::yield_now());
        waker.wake();
    });
}

#[test]
fn what_is_ready_is_returned() {
    check(|| assert_eq!(block_on(async { 6 * 7 }), 42));
}

#[test]
fn a_wake_from_another_thread_leads_to_one_poll() {
    check(|| {
        let polls = Cell::new(0);
        assert_eq!(block_on(ready_at(3, &polls, later)), 42);
        assert_eq!(polls.get(), 3, "polls: the first, and one for each wake");
    });
}

#[test]
fn a_wake_while_it_is_being_polled_is_not_lost() {
    check(|| {
        let polls = Cell::new(0);
        block_on(ready_at(5, &polls, Waker::wake_by_ref));
        assert_eq!(polls.get(), 5, "polls: the first, and one for each wake");
    });
}

#[test]
fn a_future_that_parks_the_thread_itself_does_not_steal_the_wake() {
    check(|| {
        let polls = Cell::new(0);
        block_on(ready_at(2, &polls, |waker| {
            waker.wake_by_ref(); // leaves a token with the thread
            thread::park(); // and this takes it, as a lock or a channel might
        }));
    });
}

#[test]
fn who_is_unparked_but_not_woken_does_not_poll() {
    check(|| {
        let polls = Cell::new(0);
        block_on(ready_at(2, &polls, |waker| {
            let (waker, sleeper) = (waker.clone(), thread::current());
            thread::spawn(move || {
                for _ in 0..50 {
                    sleeper.unpark(); // a token from elsewhere
                    thread::yield_now();
                }
                waker.wake();
            });
        }));
        assert_eq!(polls.get(), 2, "polls: nobody asked for the others");
    });
}

#[test]
fn three_wakes_before_a_poll_are_one() {
    check(|| {
        let (polls, signal, mut waits) = (Cell::new(0), Signal::new(|| ()), Vec::new());
        let future = ready_at(3, &polls, |waker| {
            if polls.get() == 1 {
                (0..3).for_each(|_| waker.wake_by_ref());
            }
        });
        drive(future, &signal, |may_sleep| {
            waits.push(may_sleep);
            if may_sleep {
                Waker::from(signal.clone()).wake();
            }
        });
        assert_eq!(
            polls.get(),
            3,
            "polls: the first, one for three wakes, one for the last"
        );
        assert_eq!(
            waits,
            [false, true],
            "which waits may sleep: the first comes after the wakes"
        );
    });
}

#[test]
fn it_waits_again_as_long_as_nobody_has_called() {
    check(|| {
        let (polls, waits) = (Cell::new(0), Cell::new(0));
        let signal = Signal::new(|| ());
        let future = poll_fn(|_| {
            polls.set(polls.get() + 1);
            if waits.get() == 4 {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        drive(future, &signal, |may_sleep| {
            assert!(may_sleep, "nobody has called, so it may sleep");
            waits.set(waits.get() + 1);
            if waits.get() == 4 {
                Waker::from(signal.clone()).wake();
            }
        });
        assert_eq!(
            polls.get(),
            2,
            "polls, when three waits of four were for nothing"
        );
        assert_eq!(waits.get(), 4, "waits");
    });
}

#[test]
fn a_future_that_always_wakes_itself_lets_others_have_a_turn() {
    check(|| {
        let (polls, signal, turns) = (Cell::new(0), Signal::new(|| ()), Cell::new(0));
        drive(ready_at(5, &polls, Waker::wake_by_ref), &signal, |_| {
            turns.set(turns.get() + 1)
        });
        assert_eq!(
            turns.get(),
            4,
            "turns of the others: one after each poll that was in vain"
        );
    });
}

#[test]
#[cfg(target_os = "linux")] // only there a thread can be asked how busy it was
fn while_it_waits_the_thread_sleeps() {
    check(|| {
        let polls = Cell::new(0);
        let busy = testkit::cpu_time();
        block_on(ready_at(2, &polls, |waker| {
            let waker = waker.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(200)); // this is how long it waits
                waker.wake();
            });
        }));
        let busy = testkit::cpu_time() - busy;
        assert!(
            busy < Duration::from_millis(50),
            "in 200 ms of waiting the thread was busy for {busy:?}"
        );
    });
}

#[test]
fn the_sleeper_is_told_when_the_call_has_been_noted() {
    check(|| {
        static SIGNAL: OnceLock<Arc<Signal>> = OnceLock::new();
        static SEEN: AtomicU32 = AtomicU32::new(0);
        let signal = Signal::new(|| {
            let called = SIGNAL.get().is_some_and(|signal| signal.take());
            SEEN.fetch_add(u32::from(called), Ordering::Relaxed);
        });
        SIGNAL
            .set(signal.clone())
            .ok()
            .expect("this test runs once");
        Waker::from(signal).wake();
        assert_eq!(
            SEEN.load(Ordering::Relaxed),
            1,
            "calls that the sleeper saw when it was told"
        );
    });
}

#[test]
fn every_wake_notifies_and_one_after_the_end_does_no_harm() {
    check(|| {
        static NOTIFIED: AtomicU32 = AtomicU32::new(0);
        let signal = Signal::new(|| {
            NOTIFIED.fetch_add(1, Ordering::Relaxed);
        });
        let waker = Waker::from(signal.clone());
        assert!(!signal.take(), "nobody has called yet");
        drive(async {}, &signal, |_| unreachable!("it is ready at once"));
        waker.wake_by_ref();
        waker.wake();
        assert_eq!(
            NOTIFIED.load(Ordering::Relaxed),
            2,
            "the sleeper was told of both"
        );
        assert!(
            signal.take() && !signal.take(),
            "two calls are taken as one"
        );
    });
}
