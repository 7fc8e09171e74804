//! The loop in every order of what comes from outside: streams, deadlines, and a `select` that returns too early.

#[path = "support/any_order.rs"]
mod any_order;

use any_order::AnyOrder;
use explorer::{Chooser, explore};
use stage01::{Result, co};
use stage04::{
    Asks, Cancelled, EventLoop, Stream, TimedOut, World, cancel, gather, join, readable, sleep,
    spawn, timeout, yield_now,
};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

/// Runs a main task in every order, and returns how many there are. The judge is given its result, and the time.
fn in_every_order<T, M: Asks<T> + 'static>(
    main: impl Fn() -> M,
    judge: impl Fn(Result<T>, Duration) -> std::result::Result<(), String>,
) -> usize
where
    T: 'static,
{
    let report = explore(|chooser: &Chooser| {
        let mut event_loop = EventLoop::with(AnyOrder::new(chooser));
        let result = event_loop.run_until_complete(main());
        judge(result, event_loop.world().now())?;
        event_loop.run().map_err(|error| error.to_string())?; // what was cancelled ends
        match event_loop.world().watched.len() {
            0 => Ok(()),
            watched => Err(format!(
                "all tasks have ended, and {watched} sources are watched"
            )),
        }
    });
    assert_eq!(report.lost, 0, "{report}");
    report.orders
}

/// Waits for two streams, one after the other.
fn reads(first: &'static str, second: &'static str) -> impl Asks<&'static str> {
    co(async move |y| {
        y.yield_from(readable(&Stream::new(first, 1))).await?;
        y.yield_from(readable(&Stream::new(second, 1))).await?;
        Ok(second)
    })
}

#[test]
fn two_that_are_gathered_both_end_whatever_comes_first() {
    let main = || gather(vec![reads("a", "b"), reads("x", "y")]);
    let orders = in_every_order(main, |result, _| match result {
        Ok(values) if values == ["b", "y"] => Ok(()),
        other => Err(format!("the values are {other:?}")),
    });
    assert_eq!(orders, 75);
}

#[test]
fn a_timeout_has_a_value_or_the_time_is_over_and_nothing_is_left() {
    let main = || timeout(MS, reads("a", "b"));
    let orders = in_every_order(main, |result, now| match result {
        Ok("b") => Ok(()),
        Err(error) if error.is::<TimedOut>() && now >= MS => Ok(()),
        other => Err(format!("the result is {other:?} at {now:?}")),
    });
    assert_eq!(orders, 8);
}

#[test]
fn a_cancel_that_meets_what_its_task_waits_for_ends_it_once() {
    let main = || {
        co(async move |y| {
            let task = y.yield_from(spawn(timeout(MS, reads("a", "b")))).await?;
            y.yield_from(sleep(MS)).await?;
            y.yield_from(cancel(&task)).await?;
            y.yield_from(yield_now()).await?;
            y.yield_from(join(&task)).await
        })
    };
    let orders = in_every_order(main, |result, now| match result {
        Ok("b") => Ok(()),
        Err(error) if error.is::<TimedOut>() || error.is::<Cancelled>() => match now >= MS {
            true => Ok(()),
            false => Err(format!("{error} at {now:?}")),
        },
        other => Err(format!("the result is {other:?} at {now:?}")),
    });
    assert_eq!(orders, 9);
}
