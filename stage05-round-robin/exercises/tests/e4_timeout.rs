//! The provided tests of s5e4.

use super::*;
use stage01::co;
use stage05::{Virtual, sleep, yield_now};
use std::{cell::Cell, rc::Rc};
use testkit::within;

#[path = "e4_timeout/steps.rs"]
mod steps;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Notes when it is dropped, by the loop's clock.
struct Guard(Rc<Cell<Option<u128>>>);

impl Drop for Guard {
    fn drop(&mut self) {
        let now = Loop::current().map_or(u128::MAX, |event_loop| event_loop.now().as_millis());
        self.0.set(Some(now));
    }
}

/// Runs a task that sleeps for so long, under a limit: returns its end, when that was, and when the task was dropped.
fn limited(sleeps: u64, limit: Duration) -> (String, u128, u128) {
    within(
        Duration::from_secs(3),
        "the end of a timeout in virtual time",
        move || {
            let dropped = Rc::new(Cell::new(None));
            let guard = Guard(dropped.clone());
            let task = co(async move |y| {
                let _guard = guard;
                y.yield_from(sleep(ms(sleeps))).await?;
                Ok(42)
            });
            let event_loop = Loop::with_clock(Virtual::new());
            let at = Rc::new(Cell::new(0));
            let end = at.clone();
            let result = event_loop.run_task(co(async move |y| {
                let mut limited = timeout(limit, Box::new(task));
                let result = y.yield_from(&mut limited).await;
                end.set(Loop::current()?.now().as_millis());
                y.yield_from(yield_now()).await?;
                drop(limited); // the task should have been dropped long before
                Ok(match result {
                    Ok(value) => value.to_string(),
                    Err(e) if e.is::<TimedOut>() => "timed out".to_string(),
                    Err(e) => format!("raised {e}"),
                })
            }));
            (
                result.unwrap_or_else(|e| format!("main failed: {e}")),
                at.get(),
                dropped.get().unwrap_or(0),
            )
        },
    )
}

#[test]
fn in_time_the_value_comes_out_at_once() {
    let (how, at, _) = limited(50, ms(100));
    assert_eq!(
        how, "42",
        "the task ends after 50 ms, and the limit is 100 ms"
    );
    assert!(
        (50..=51).contains(&at),
        "the task ended after 50 ms, and the timeout after {at} ms"
    );
}

#[test]
fn too_late_it_times_out_at_the_limit() {
    let (how, at, _) = limited(5000, ms(100));
    assert_eq!(
        how, "timed out",
        "the task sleeps for 5 s, and the limit is 100 ms"
    );
    assert!(
        (100..=101).contains(&at),
        "the limit is 100 ms, and it timed out after {at} ms"
    );
}

#[test]
fn too_late_the_task_is_dropped_at_once() {
    let (_, at, dropped) = limited(5000, ms(100));
    assert!(at >= 100, "the limit was 100 ms, and it ended after {at}");
    assert_eq!(
        dropped, at,
        "milliseconds at which the task was dropped, and at which it timed out"
    );
}

#[test]
fn the_limit_may_be_for_ever() {
    let ended = within(Duration::from_secs(3), "a timeout without a limit", || {
        let event_loop = Loop::with_clock(Virtual::new());
        let main = co(async |y| {
            y.yield_from(sleep(ms(10))).await?;
            let task = Box::new(co(async |y| y.yield_from(sleep(ms(50))).await));
            y.yield_from(timeout(Duration::MAX, task)).await
        });
        event_loop.run_task(main).is_ok()
    });
    assert!(
        ended,
        "forever is long enough, and not too long to be added to the time"
    );
}

#[test]
fn a_task_that_needs_no_time_is_in_time() {
    let ended = within(
        Duration::from_secs(3),
        "a task that ends in its first step",
        || {
            let quick = timeout(Duration::ZERO, Box::new(co(async |_| Ok("quick"))));
            Loop::with_clock(Virtual::new())
                .run_task(quick)
                .map_err(|e| e.to_string())
        },
    );
    assert_eq!(
        ended.as_deref(),
        Ok("quick"),
        "the task ended in its first step, so it was in time"
    );
}

#[test]
fn what_the_task_raises_comes_out() {
    let ended = within(Duration::from_secs(3), "a task that fails", || {
        let fails = timeout(
            ms(100),
            Box::new(co(async |_| Err::<(), _>(std::fmt::Error.into()))),
        );
        Loop::with_clock(Virtual::new())
            .run_task(fails)
            .is_err_and(|e| e.is::<std::fmt::Error>())
    });
    assert!(ended, "its own error, and no timeout");
}

#[test]
fn the_time_counts_from_the_first_step() {
    let ended = within(
        Duration::from_secs(3),
        "a timeout that starts later",
        || {
            let event_loop = Loop::with_clock(Virtual::new());
            event_loop
                .run_task(co(async move |y| {
                    let limited = timeout(
                        ms(100),
                        Box::new(co(async |y| y.yield_from(sleep(ms(50))).await)),
                    );
                    y.yield_from(sleep(ms(500))).await?;
                    Ok(y.yield_from(limited).await.is_ok())
                }))
                .is_ok_and(|in_time| in_time)
        },
    );
    assert!(
        ended,
        "made at 0, started at 500 ms, ended 50 ms later: that is in time"
    );
}

#[test]
fn what_is_thrown_in_is_the_tasks() {
    let ended = within(
        Duration::from_secs(3),
        "a task that catches what is thrown",
        || {
            let task = co(async |y| {
                let heard = y.yield_from(yield_now()).await;
                Ok(heard.is_err_and(|e| e.is::<std::fmt::Error>()))
            });
            Loop::with_clock(Virtual::new())
                .run_task(co(async move |_| {
                    let mut limited = timeout(ms(100), Box::new(task));
                    limited.resume(Ok(()));
                    Ok(matches!(
                        limited.resume(Err(std::fmt::Error.into())),
                        Complete(Ok(true))
                    ))
                }))
                .is_ok_and(|heard| heard)
        },
    );
    assert!(
        ended,
        "what was thrown into the timeout must reach the task"
    );
}
