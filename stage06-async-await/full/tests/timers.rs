//! Sleeps, time limits and intervals, mostly in virtual time.

mod support;

use stage06_full::{
    Elapsed, Runtime, Sleep, interval, now, sleep, sleep_until, spawn, timeout, timeout_at,
    yield_now,
};
use std::{
    cell::Cell,
    future::{pending, poll_fn},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};
use support::{Counted, Gate, Log, ms, promptly, settle};

/// Runs a check in virtual time; no timer may be left.
fn virtually(check: impl AsyncFnOnce() + Send + 'static) {
    promptly("the timers", || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(check());
        assert_eq!(runtime.metrics().timers, 0);
    });
}

#[test]
fn a_sleep_ends_at_its_deadline_and_never_before() {
    virtually(async || {
        let begin = now();
        for duration in [ms(1), ms(1000), Duration::from_nanos(1)] {
            let deadline = now() + duration;
            sleep(duration).await;
            assert_eq!(now(), deadline);
        }
        assert_eq!(now() - begin, ms(1001) + Duration::from_nanos(1));
    });
    promptly("real sleeps", || {
        Runtime::new().block_on(async {
            for n in 0..20 {
                let deadline = Instant::now() + Duration::from_micros(n * 100);
                sleep_until(deadline).await;
                assert!(Instant::now() >= deadline);
            }
        });
    });
}

#[test]
fn a_sleep_is_polled_twice_and_no_more() {
    promptly("both kinds of time", || {
        for runtime in [Runtime::new(), Runtime::with_virtual_time()] {
            let polls = Rc::new(Cell::new(0));
            runtime.block_on(Counted(sleep(ms(5)), polls.clone()));
            assert_eq!(polls.get(), 2);
        }
    });
}

#[test]
fn what_is_over_already_ends_at_the_next_look() {
    virtually(async || {
        let begin = now();
        sleep(Duration::ZERO).await;
        sleep_until(begin - ms(1000)).await;
        assert_eq!(now(), begin, "no time has passed");
        let mut turns = 0;
        let other = spawn(async { 7 });
        let zero = sleep(Duration::ZERO);
        let mut zero = Counted(zero, Rc::new(Cell::new(0)));
        poll_fn(|context| {
            turns += 1;
            Pin::new(&mut zero).poll(context)
        })
        .await;
        assert_eq!(turns, 2);
        assert!(other.is_finished(), "others had a turn");
    });
}

#[test]
fn forever_is_long_and_does_not_overflow() {
    virtually(async || {
        let forever = sleep(Duration::MAX);
        assert!(forever.deadline() - now() > Duration::from_secs(29 * 365 * 24 * 3600));
        assert_eq!(timeout(Duration::MAX, async { 7 }).await, Ok(7));
        assert_eq!(timeout(ms(1), forever).await, Err(Elapsed));
        let mut clock = interval(Duration::MAX);
        clock.tick().await;
        assert_eq!(timeout(ms(1), clock.tick()).await, Err(Elapsed));
    });
}

#[test]
fn a_reset_sleep_ends_when_it_was_told_last() {
    virtually(async || {
        for (first, then) in [(100, 10), (10, 100)] {
            let begin = now();
            let mut timer = sleep(ms(first));
            timer.reset(begin + ms(then)); // before the first poll
            timer.await;
            assert_eq!(now() - begin, ms(then));

            let begin = now();
            let mut timer = sleep(ms(first));
            assert!(timeout(Duration::ZERO, &mut timer).await.is_err());
            timer.reset(begin + ms(then));
            assert_eq!(timer.deadline(), begin + ms(then));
            (&mut timer).await;
            assert_eq!(now() - begin, ms(then));

            assert!(timer.is_elapsed());
            timer.reset(now() + ms(5)); // and again
            assert!(!timer.is_elapsed());
            timer.await;
            assert_eq!(now() - begin, ms(then + 5));
        }
    });
}

#[test]
fn whoever_waits_for_a_sleep_need_not_ask_again_when_it_is_reset() {
    virtually(async || {
        for then in [10, 1000] {
            let begin = now();
            let timer = Rc::new(std::cell::RefCell::new(sleep(ms(100))));
            let (shared, polls) = (timer.clone(), Rc::new(Cell::new(0)));
            let poll =
                move |context: &mut Context<'_>| Pin::new(&mut *shared.borrow_mut()).poll(context);
            let waiting = spawn(Counted(poll_fn(poll), polls.clone()));
            yield_now().await;
            timer.borrow_mut().reset(begin + ms(then));
            waiting.await.unwrap();
            assert_eq!((now() - begin, polls.get()), (ms(then), 2));
        }
    });
}

#[test]
fn a_dropped_sleep_sets_no_timer_any_more() {
    promptly("the sleeps", || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(async {
            let mut timers: Vec<Sleep> = (0..100).map(|n| sleep(ms(n + 1))).collect();
            let mut context = Context::from_waker(Waker::noop());
            assert_eq!(runtime.metrics().timers, 0, "none has been polled");
            for timer in &mut timers {
                assert!(Pin::new(timer).poll(&mut context).is_pending());
            }
            assert_eq!(runtime.metrics().timers, 100);
            timers.truncate(30);
            assert_eq!(runtime.metrics().timers, 30);
        });
        assert_eq!(runtime.metrics().timers, 0);
    });
}

#[test]
fn equal_deadlines_fire_in_the_order_in_which_they_were_set() {
    virtually(async || {
        let (log, deadline) = (Log::new(), now() + ms(10));
        let sleeper = |n: u32| {
            let log = log.clone();
            spawn(async move {
                sleep_until(deadline).await;
                log.add(n);
            })
        };
        let tasks: Vec<_> = (0..50).map(sleeper).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert!(log.lines().into_iter().eq(0..50));
    });
}

#[test]
fn a_time_limit_drops_what_is_late_and_polls_once_whatever_it_is() {
    virtually(async || {
        assert_eq!(timeout(Duration::ZERO, async { 7 }).await, Ok(7));
        assert_eq!(timeout_at(now() - ms(1), async { 7 }).await, Ok(7));
        let (gate, begin) = (Gate::default(), now());
        let late = timeout(ms(20), gate.clone().wait()).await;
        assert_eq!((late, gate.polls()), (Err(Elapsed), 2));
        assert_eq!(now() - begin, ms(20));
        let held = Rc::new(());
        let inner = held.clone();
        let late = timeout(ms(1), async move {
            let _inner = inner;
            pending::<()>().await;
        });
        assert!(late.await.is_err());
        assert_eq!(Rc::strong_count(&held), 1, "dropped with the limit");
        let inner_first = timeout(ms(5), timeout(ms(3), pending::<()>())).await;
        assert_eq!(inner_first, Ok(Err(Elapsed)));
    });
}

#[test]
fn an_interval_keeps_to_its_plan_and_skips_what_was_missed() {
    virtually(async || {
        let begin = now();
        let mut clock = interval(ms(10));
        let mut ticks = Vec::new();
        for late in [0, 3, 0, 25, 0, 10, 0] {
            ticks.push((clock.tick().await - begin).as_millis());
            sleep(ms(late)).await;
        }
        // After the one at 30 there are 25 ms: those at 40 and 50 fall together into one.
        assert_eq!(ticks, [0, 10, 20, 30, 40, 60, 70]);
        assert!(timeout(ms(1), clock.tick()).await.is_err());
        assert_eq!(clock.tick().await - begin, ms(80), "cancel-safe");
    });
}

#[test]
fn a_sleep_may_change_its_runtime_and_be_dropped_anywhere() {
    fn check<T: Send + Sync>() {}
    check::<Sleep>();
    promptly("the sleeps", || {
        let [one, two] = [(); 2].map(|()| Runtime::with_virtual_time());
        let mut moved = sleep(ms(10));
        let first_poll = |timer: &mut Sleep| {
            let poll = Pin::new(timer).poll(&mut Context::from_waker(Waker::noop()));
            assert_eq!(poll, Poll::Pending);
        };
        let mut gone = sleep(ms(20));
        one.block_on(async { first_poll(&mut moved) });
        one.block_on(async { first_poll(&mut gone) });
        two.block_on(moved);
        assert_eq!(one.metrics().timers, 2, "they stay behind");
        thread::spawn(move || drop(gone)).join().unwrap();
        one.block_on(sleep(ms(100)));
        assert_eq!((one.metrics().timers, two.metrics().timers), (0, 0));
        settle(&one);
    });
}

#[test]
fn of_an_hour_that_was_missed_one_tick_comes_whatever_the_period_is() {
    virtually(async || {
        for period in [
            Duration::from_nanos(1),
            ms(1),
            Duration::from_nanos(999_999_937),
        ] {
            let mut clock = interval(period);
            let begin = clock.tick().await;
            sleep(Duration::from_secs(3600)).await;
            let late = now();
            assert_eq!(
                clock.tick().await,
                begin + period,
                "the first that was missed"
            );
            assert_eq!(now(), late, "at once");
            let next = clock.tick().await;
            assert_eq!(now(), next);
            assert!(next > late && next - late <= period, "{:?}", next - late);
            assert_eq!(
                (next - begin).as_nanos() % period.as_nanos(),
                0,
                "as planned"
            );
            assert_eq!(clock.tick().await, next + period);
        }
    });
}
