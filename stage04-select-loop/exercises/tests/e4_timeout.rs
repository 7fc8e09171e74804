//! The provided tests of s4e4.

#[path = "e4_timeout/cancels.rs"]
mod cancels;
#[path = "e4_timeout/late.rs"]
mod late;

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

/// What came of a `timeout`, in a sentence; when; and when the loop had nothing left to do.
struct Seen {
    end: String,
    idle: u64,
    /// How often the loop asked what is ready.
    selects: u64,
}

/// Runs a coroutine in virtual time, and then what it has left in the loop.
fn seen(main: impl FnOnce() -> Routine<Request, u32> + Send + 'static) -> Seen {
    within(secs(5), "the end of a timeout in virtual time", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let routine = main();
        let main = co(async move |y| {
            let result = y.yield_from(routine).await;
            let at = y.yield_from(now()).await?.as_secs();
            Ok(match result {
                Ok(value) => format!("{value} at {at}"),
                Err(e) if e.is::<TimedOut>() => format!("timed out at {at}"),
                Err(e) => format!("{e} at {at}"),
            })
        });
        let main = event_loop.spawn(main);
        let mut turns = 0;
        while !main.done() && turns < 5_000 {
            event_loop.run_once().expect("a task can go on");
            turns += 1;
        }
        let end = main.result().expect(
            "the loop took 5000 turns, and `timeout` has not ended: does something look again and again?",
        );
        let end = end.unwrap_or_else(|e| format!("the loop ended with: {e}"));
        assert!(
            event_loop.run().is_ok(),
            "what `timeout` has left in the loop never ends"
        );
        Seen {
            end,
            idle: event_loop.world().now().as_secs(),
            selects: event_loop.world().selects(),
        }
    })
}

/// The coroutine under test.
fn limited(limit: Duration, routine: Routine<Request, u32>) -> Routine<Request, u32> {
    Box::new(co(move |y| timeout(y, limit, routine)))
}

fn sleeps(seconds: u64) -> Routine<Request, u32> {
    Box::new(co(async move |y| {
        y.yield_from(sleep(secs(seconds))).await?;
        Ok(42)
    }))
}

/// Runs this, with a limit of five seconds.
fn of_five(routine: impl FnOnce() -> Routine<Request, u32> + Send + 'static) -> Seen {
    seen(|| limited(secs(5), routine()))
}

#[test]
fn in_time_the_value_comes_out() {
    assert_eq!(
        of_five(|| sleeps(3)).end,
        "42 at 3",
        "a task of 3 seconds with a limit of 5"
    );
}

#[test]
fn in_time_the_clock_is_not_left_running() {
    assert_eq!(
        of_five(|| sleeps(3)).idle,
        3,
        "when the loop had nothing left to do; the task ended at 3, and the limit is 5"
    );
}

#[test]
fn a_task_that_never_waits_is_in_time() {
    let seen = of_five(|| Box::new(co(async |_| Ok(1))));
    assert_eq!(seen.end, "1 at 0", "a task that returns 1 at once");
    assert_eq!(
        seen.idle, 0,
        "when the loop had nothing left to do; the task ended at once"
    );
}

#[test]
fn what_it_raises_in_time_is_not_a_timeout() {
    let seen = of_five(|| {
        Box::new(co(async |y| {
            y.yield_from(sleep(secs(2))).await?;
            Err(Oops.into())
        }))
    });
    assert_eq!(seen.end, "oops at 2", "a task that raises oops at 2");
    assert_eq!(
        seen.idle, 2,
        "when the loop had nothing left to do; the task raised at 2, and the limit is 5"
    );
}

#[test]
fn a_cancel_that_is_not_the_clocks_is_no_timeout() {
    let seen = of_five(|| {
        Box::new(co(async |y| {
            y.yield_from(sleep(secs(2))).await?;
            Err(stage04::Cancelled.into())
        }))
    });
    assert_eq!(
        seen.end, "the task was cancelled at 2",
        "a task that raises `Cancelled` by itself at 2; the limit had nothing to do with it"
    );
}

#[test]
fn a_task_that_returns_at_the_limit_is_in_time() {
    assert_eq!(
        of_five(|| sleeps(5)).end,
        "42 at 5",
        "a task that sleeps for exactly its limit, and returns in that turn"
    );
}

#[test]
fn the_longest_limit_is_a_limit_too() {
    let seen = seen(|| limited(Duration::MAX, sleeps(3)));
    assert_eq!(
        seen.end, "42 at 3",
        "a task of 3 seconds with a limit of `Duration::MAX`"
    );
    assert_eq!(
        seen.idle, 3,
        "when the loop had nothing left to do; the task ended at 3"
    );
}

#[test]
fn it_waits_and_does_not_look_again_and_again() {
    let seen = seen(|| limited(secs(50), sleeps(37)));
    assert_eq!(
        seen.end, "42 at 37",
        "a task of 37 seconds with a limit of 50"
    );
    assert!(
        seen.selects <= 12,
        "the loop took {} turns for one task with a limit: does something look again and again?",
        seen.selects
    );
}
