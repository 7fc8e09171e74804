//! The provided tests of s4e4.

use super::*;
use stage04::{EventLoop, Simulated, World, now};
use testkit::within;

#[derive(Debug)]
struct Oops;

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("oops")
    }
}
impl std::error::Error for Oops {}

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// Runs this with a limit of five seconds, in virtual time: what came of it, and when; and when the loop had nothing left to do.
fn limited(routine: impl FnOnce() -> Routine<Request, u32> + Send + 'static) -> (String, u64) {
    within(
        Duration::from_secs(3),
        "the end of a timeout in virtual time",
        || {
            let mut event_loop = EventLoop::with(Simulated::new());
            let routine = routine();
            let main = co(async move |y: Yielder<Request>| {
                let limited = co(|y| timeout(y, secs(5), routine));
                let result = y.yield_from(limited).await;
                let at = y.yield_from(now()).await?.as_secs();
                Ok(match result {
                    Ok(value) => format!("{value} at {at}"),
                    Err(e) if e.is::<TimedOut>() => format!("timed out at {at}"),
                    Err(e) => format!("{e} at {at}"),
                })
            });
            let ended = event_loop
                .run_until_complete(main)
                .unwrap_or_else(|e| format!("the loop ended with: {e}"));
            event_loop.run().expect("what is left ends too");
            (ended, event_loop.world().now().as_secs())
        },
    )
}

fn sleeps(seconds: u64) -> Routine<Request, u32> {
    Box::new(co(async move |y| {
        y.yield_from(sleep(secs(seconds))).await?;
        Ok(42)
    }))
}

#[test]
fn in_time_the_value_comes_out() {
    assert_eq!(limited(|| sleeps(3)).0, "42 at 3");
}

#[test]
fn in_time_the_clock_is_not_left_running() {
    assert_eq!(
        limited(|| sleeps(3)).1,
        3,
        "the task ended at 3; this is when the loop had nothing left to do"
    );
}

#[test]
fn too_late_it_times_out_at_the_limit() {
    assert_eq!(limited(|| sleeps(60)).0, "timed out at 5");
}

#[test]
fn too_late_the_task_is_not_left_running() {
    assert_eq!(
        limited(|| sleeps(60)).1,
        5,
        "the task was cancelled at 5; this is when the loop had nothing left to do"
    );
}

#[test]
fn what_it_raises_in_time_is_not_a_timeout() {
    let raises = || -> Routine<Request, u32> {
        Box::new(co(async |y| {
            y.yield_from(sleep(secs(2))).await?;
            Err(Oops.into())
        }))
    };
    assert_eq!(
        limited(raises),
        ("oops at 2".into(), 2),
        "it raised in time"
    );
}

#[test]
fn it_waits_until_the_task_has_cleaned_up() {
    let cleans_up = || -> Routine<Request, u32> {
        Box::new(co(async |y| {
            let slept = y.yield_from(sleep(secs(60))).await;
            y.yield_from(sleep(secs(2))).await?;
            slept.map(|()| 1)
        }))
    };
    assert_eq!(
        limited(cleans_up).0,
        "timed out at 7",
        "cancelled at 5, and cleaned up for 2 seconds"
    );
}

#[test]
fn a_task_that_catches_the_cancel_may_still_answer() {
    let stubborn = || -> Routine<Request, u32> {
        Box::new(co(async |y| {
            Ok(if y.yield_from(sleep(secs(60))).await.is_err() {
                7
            } else {
                8
            })
        }))
    };
    assert_eq!(
        limited(stubborn).0,
        "7 at 5",
        "it caught the cancel, and returned a value"
    );
}

#[test]
fn a_task_that_never_waits_is_in_time() {
    assert_eq!(
        limited(|| Box::new(co(async |_| Ok(1)))),
        ("1 at 0".into(), 0)
    );
}

#[test]
fn cancelled_itself_it_leaves_nothing_running() {
    let at = within(
        Duration::from_secs(3),
        "a timeout that is cancelled",
        || {
            let mut event_loop = EventLoop::with(Simulated::new());
            let main = co(async |y: Yielder<Request>| {
                let limited = y
                    .yield_from(spawn(co(|y| timeout(y, secs(50), sleeps(60)))))
                    .await?;
                y.yield_from(sleep(secs(1))).await?;
                y.yield_from(cancel(&limited)).await?;
                y.yield_from(ended(&limited)).await?;
                let result = limited.result().expect("it has ended");
                assert!(
                    result.is_err_and(|e| e.is::<stage04::Cancelled>()),
                    "what a timeout raises that was cancelled"
                );
                Ok(())
            });
            event_loop
                .run_until_complete(main)
                .expect("nobody else is cancelled");
            event_loop.run().expect("what is left ends too");
            event_loop.world().now().as_secs()
        },
    );
    assert_eq!(
        at, 1,
        "it was cancelled at 1; this is when the loop had nothing left to do"
    );
}

#[test]
fn a_cancel_that_is_not_the_clocks_is_no_timeout() {
    let raises =
        || -> Routine<Request, u32> { Box::new(co(async |_| Err(stage04::Cancelled.into()))) };
    assert_eq!(
        limited(raises).0,
        "the task was cancelled at 0",
        "the clock had nothing to do with it"
    );
}
