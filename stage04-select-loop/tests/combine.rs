//! `gather` and `timeout`: what comes out, and that no task outlives them.

mod support;

use stage01::{Result, co};
use stage04::{
    Asks, Cancelled, Handle, TimedOut, World, cancel, ended, gather, join, now, sleep, spawn,
    timeout,
};
use std::{fmt, time::Duration};
use support::{Log, ms, promptly, simulated};

#[test]
fn a_timeout_throws_into_what_is_late_and_lets_go_of_what_is_not() {
    promptly("two timeouts", || {
        let (result, event_loop) = simulated(timeout(ms(10), sleep(ms(20))));
        assert!(result.unwrap_err().is::<TimedOut>());
        assert_eq!(event_loop.world().now(), ms(10));

        let (result, mut event_loop) = simulated(timeout(ms(20), sleep(ms(10))));
        result.unwrap();
        event_loop.run().unwrap();
        assert_eq!(event_loop.world().now(), ms(10), "the clock still ran");
    });
}

#[test]
fn a_timeout_passes_on_what_its_task_returns_or_raises() {
    promptly("both", || {
        let quick = timeout(ms(10), co(async |_| Ok(7)));
        assert_eq!(simulated(quick).0.unwrap(), 7);
        let failing = timeout(ms(10), co(async |_| -> Result { Err(fmt::Error.into()) }));
        assert!(simulated(failing).0.unwrap_err().is::<fmt::Error>());
    });
}

#[test]
fn a_cancelled_timeout_cancels_what_it_runs() {
    promptly("the cancelled", || {
        let main = co(async move |y| {
            let outer = y.yield_from(spawn(timeout(ms(50), sleep(ms(40))))).await?;
            y.yield_from(sleep(ms(1))).await?;
            y.yield_from(cancel(&outer)).await?;
            y.yield_from(join(&outer)).await
        });
        let (result, mut event_loop) = simulated(main);
        assert!(result.unwrap_err().is::<Cancelled>());
        event_loop.run().unwrap();
        assert_eq!(event_loop.world().now(), ms(1));
    });
}

#[test]
fn a_timeout_that_is_cancelled_after_its_limit_is_cancelled_and_not_timed_out() {
    promptly("the cancelled", || {
        let main = co(async move |y| {
            let tidy = co(async |y| {
                let late = y.yield_from(sleep(ms(1000))).await;
                y.yield_from(sleep(ms(100))).await?; // cleans up
                late
            });
            let outer = y.yield_from(spawn(timeout(ms(10), tidy))).await?;
            y.yield_from(sleep(ms(50))).await?;
            y.yield_from(cancel(&outer)).await?;
            y.yield_from(join(&outer)).await
        });
        let (result, event_loop) = simulated(main);
        assert!(result.unwrap_err().is::<Cancelled>());
        assert_eq!(event_loop.world().now(), ms(50));
    });
}

/// Sleeps for a second. If it is cancelled, it cleans up for this long, and writes that down.
fn cleans_up(log: &Log, name: &'static str, time: Duration) -> impl Asks + use<> {
    let log = log.clone();
    co(async move |y| {
        let slept = y.yield_from(sleep(ms(1000))).await;
        let cleaned = y.yield_from(sleep(time)).await;
        let how = if cleaned.is_ok() { "" } else { " not" };
        log.add(format!("{name} has{how} cleaned up"));
        slept
    })
}

/// Starts this, cancels it at these times, and returns when it raised `Cancelled`.
fn cancelled<T: Clone + 'static>(waits: impl Asks<T> + 'static, times: Vec<u64>) -> Duration {
    let main = co(async move |y| {
        let waits: Handle<T> = y.yield_from(spawn(waits)).await?;
        for time in times {
            y.yield_from(stage04::sleep_until(ms(time))).await?;
            y.yield_from(cancel(&waits)).await?;
        }
        y.yield_from(ended(&waits)).await?;
        let result = waits.result().expect("it has ended");
        assert!(result.is_err_and(|e| e.is::<Cancelled>()));
        y.yield_from(now()).await
    });
    let (time, event_loop) = simulated(main);
    assert_eq!(event_loop.tasks(), 0, "tasks that are left");
    time.unwrap()
}

#[test]
fn a_gather_that_is_cancelled_ends_when_its_children_have_cleaned_up() {
    promptly("the cleanups", || {
        let log = Log::default();
        let children = vec![cleans_up(&log, "a", ms(40)), cleans_up(&log, "b", ms(20))];
        assert_eq!(cancelled(gather(children), vec![10]), ms(50));
        assert_eq!(log.lines(), ["b has cleaned up", "a has cleaned up"]);
    });
}

#[test]
fn a_second_cancel_of_a_gather_is_passed_on_too() {
    promptly("the children", || {
        let log = Log::default();
        let children = vec![cleans_up(&log, "a", ms(40)), cleans_up(&log, "b", ms(20))];
        assert_eq!(cancelled(gather(children), vec![10, 40]), ms(40));
        assert_eq!(log.lines(), ["b has cleaned up", "a has not cleaned up"]);
    });
}

#[test]
fn a_timeout_that_is_cancelled_ends_when_its_task_has_cleaned_up() {
    promptly("the cleanup", || {
        let log = Log::default();
        let task = cleans_up(&log, "the task", ms(40));
        assert_eq!(cancelled(timeout(ms(30), task), vec![10]), ms(50));
        assert_eq!(log.lines(), ["the task has cleaned up"]);
    });
}

#[test]
fn an_error_of_its_own_that_comes_at_the_limit_is_no_timeout() {
    promptly("a tie", || {
        let raises = co(async |y| -> Result {
            y.yield_from(sleep(ms(10))).await?;
            Err(Cancelled.into())
        });
        let error = simulated(timeout(ms(10), raises)).0.unwrap_err();
        assert!(error.is::<Cancelled>(), "{error}");
    });
}

#[test]
fn an_error_of_a_cleanup_after_the_limit_comes_out() {
    promptly("the cleanup", || {
        let fails = co(async |y| -> Result {
            y.yield_from(sleep(ms(60))).await.map_err(|_| fmt::Error)?;
            Ok(())
        });
        let error = simulated(timeout(ms(10), fails)).0.unwrap_err();
        assert!(error.is::<fmt::Error>(), "{error}");
    });
}
