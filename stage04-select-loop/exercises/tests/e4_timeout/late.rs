//! Tasks that are too late.

use super::*;
use std::{cell::Cell, rc::Rc};

#[test]
fn too_late_it_times_out_at_the_limit() {
    assert_eq!(
        of_five(|| sleeps(60)).end,
        "timed out at 5",
        "a task of a minute with a limit of 5 seconds"
    );
}

#[test]
fn too_late_the_task_is_not_left_running() {
    assert_eq!(
        of_five(|| sleeps(60)).idle,
        5,
        "when the loop had nothing left to do; a task of a minute is cancelled at 5"
    );
}

#[test]
fn a_limit_of_zero_passes_at_once() {
    let seen = seen(|| limited(Duration::ZERO, sleeps(3)));
    assert_eq!(
        seen.end, "timed out at 0",
        "a task of 3 seconds with no time at all"
    );
}

#[test]
fn a_task_that_never_waits_is_in_time_even_with_a_limit_of_zero() {
    let seen = seen(|| limited(Duration::ZERO, Box::new(co(async |_| Ok(1)))));
    assert_eq!(
        seen.end, "1 at 0",
        "a task that returns 1 in its first step, with a limit of zero"
    );
}

/// Sleeps for a minute. If it is cancelled, it cleans up for this long, and ends with `end`.
pub(super) fn cleans_up(seconds: u64, end: fn() -> Result<u32>) -> Routine<Request, u32> {
    Box::new(co(async move |y| {
        if y.yield_from(sleep(secs(60))).await.is_ok() {
            return Ok(0);
        }
        y.yield_from(sleep(secs(seconds))).await?;
        end()
    }))
}

#[test]
fn it_waits_until_the_task_has_cleaned_up() {
    let seen = of_five(|| cleans_up(2, || Err(stage04::Cancelled.into())));
    assert_eq!(
        seen.end, "timed out at 7",
        "a task that is cancelled at 5 and cleans up for 2 seconds"
    );
    assert_eq!(
        seen.idle, 7,
        "when the loop had nothing left to do; the task cleaned up until 7"
    );
}

#[test]
fn an_error_of_the_cleanup_is_a_timeout_too() {
    assert_eq!(
        of_five(|| cleans_up(2, || Err(Oops.into()))).end,
        "timed out at 7",
        "a task that is cancelled at 5, and raises oops when it has cleaned up"
    );
}

#[test]
fn a_task_that_catches_the_cancel_may_still_answer() {
    assert_eq!(
        of_five(|| cleans_up(0, || Ok(7))).end,
        "7 at 5",
        "a task that catches the cancel at 5, and returns 7"
    );
    assert_eq!(
        of_five(|| cleans_up(2, || Ok(7))).end,
        "7 at 7",
        "a task that catches the cancel at 5, and returns 7 two seconds later"
    );
}

#[test]
fn it_cancels_once() {
    let seen = of_five(|| {
        let cancels = Rc::new(Cell::new(0));
        Box::new(co(async move |y| {
            for wait in [60, 8, 8] {
                if y.yield_from(sleep(secs(wait))).await.is_err() {
                    cancels.set(cancels.get() + 1);
                }
            }
            Ok(cancels.get())
        }))
    });
    assert_eq!(
        seen.end, "1 at 21",
        "how often a task was cancelled that catches the cancel at 5, and works for 16 seconds more"
    );
}

#[test]
fn an_inner_limit_that_is_shorter_is_an_error_of_the_task() {
    let seen = seen(|| limited(secs(9), limited(secs(3), sleeps(60))));
    assert_eq!(
        seen.end, "timed out at 3",
        "a limit of 9 seconds around one of 3"
    );
    assert_eq!(
        seen.idle, 3,
        "when the loop had nothing left to do; a limit of 9 seconds around one of 3"
    );
}

#[test]
fn an_outer_limit_that_is_shorter_cancels_the_inner_one() {
    let seen = seen(|| limited(secs(3), limited(secs(9), sleeps(60))));
    assert_eq!(
        seen.end, "timed out at 3",
        "a limit of 3 seconds around one of 9"
    );
    assert_eq!(
        seen.idle, 3,
        "when the loop had nothing left to do; a limit of 3 seconds around one of 9, around a task of a minute"
    );
}
