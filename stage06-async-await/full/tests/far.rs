//! The end of time: no clock can say more, so a deadline that is later is that.

mod support;

use stage06_full::{Elapsed, Runtime, interval, now, sleep, sleep_until, timeout, timeout_at};
use std::{
    future::pending,
    time::{Duration, Instant},
};
use support::{ms, promptly};

/// The last moment that an `Instant` can say.
fn last() -> Instant {
    let (mut last, mut step) = (Instant::now(), Duration::MAX);
    while !step.is_zero() {
        match last.checked_add(step) {
            Some(later) => last = later,
            None => step /= 2,
        }
    }
    last
}

/// Runs a check in virtual time, this long before the end.
fn before_the_end(left: Duration, check: impl AsyncFnOnce() + Send + 'static) {
    promptly("the end of time", move || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(async {
            sleep_until(last() - left).await;
            check().await;
        });
    });
}

#[test]
fn a_sleep_beyond_it_ends_there() {
    for duration in [ms(11), Duration::from_secs(1), Duration::MAX] {
        before_the_end(ms(10), async move || {
            sleep(ms(5)).await;
            assert_eq!(now(), last() - ms(5));
            sleep(duration).await;
            assert_eq!(now(), last());
            sleep(duration).await;
            assert_eq!(now(), last(), "and not later");
        });
    }
}

#[test]
fn so_does_a_time_limit() {
    before_the_end(ms(10), async || {
        let second = Duration::from_secs(1);
        assert_eq!(timeout(second, async { 7 }).await, Ok(7));
        assert_eq!(timeout(second, pending::<()>()).await, Err(Elapsed));
        assert_eq!(now(), last());
        assert_eq!(timeout(Duration::MAX, pending::<()>()).await, Err(Elapsed));
        assert_eq!(timeout_at(last(), pending::<()>()).await, Err(Elapsed));
    });
}

#[test]
fn so_does_an_interval() {
    for period in [Duration::from_secs(1), Duration::MAX] {
        before_the_end(ms(10), async move || {
            let mut clock = interval(period);
            assert_eq!(clock.tick().await, last() - ms(10));
            assert_eq!(clock.tick().await, last());
            assert_eq!(clock.tick().await, last());
        });
    }
}

#[test]
fn what_no_clock_can_say_is_thirty_years() {
    promptly("thirty years", || {
        Runtime::with_virtual_time().block_on(async {
            let begin = now();
            sleep(Duration::MAX).await;
            assert_eq!(now() - begin, Duration::from_secs(30 * 365 * 24 * 3600));
        });
    });
}

#[test]
fn a_real_clock_waits_for_it() {
    promptly("the short sleep", || {
        for socket in [false, true] {
            Runtime::new().block_on(async {
                let _socket = socket.then(support::half_pair);
                let far = [sleep_until(last()), sleep(Duration::MAX)];
                let far = futures::future::select_all(far.map(Box::pin));
                assert_eq!(timeout(ms(5), far).await.err(), Some(Elapsed));
            });
        }
    });
}
