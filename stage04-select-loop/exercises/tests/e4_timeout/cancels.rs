//! A `timeout` that is cancelled itself.

use super::{late::cleans_up, *};

/// Starts a `timeout` of 50 seconds around this, and cancels it at 1: what it raised.
fn stopped(routine: impl FnOnce() -> Routine<Request, u32> + Send + 'static) -> Seen {
    stopped_at([1], 50, routine)
}

/// Starts a `timeout` with this limit, and cancels it at these seconds.
fn stopped_at<const N: usize>(
    cancels: [u64; N],
    limit: u64,
    routine: impl FnOnce() -> Routine<Request, u32> + Send + 'static,
) -> Seen {
    seen(move || {
        let limited = limited(secs(limit), routine());
        Box::new(co(async move |y| {
            let limited = y.yield_from(spawn(limited)).await?;
            for time in cancels {
                y.yield_from(stage04::sleep_until(secs(time))).await?;
                y.yield_from(cancel(&limited)).await?;
            }
            y.yield_from(join(&limited)).await
        }))
    })
}

/// Without the time: `timeout` may wait for the cleanup or not.
fn what(seen: &Seen) -> &str {
    seen.end.split(" at ").next().unwrap_or_default()
}

#[test]
fn cancelled_after_the_limit_it_raises_the_cancel() {
    let seen = stopped_at([7], 5, || cleans_up(4, || Err(stage04::Cancelled.into())));
    assert_eq!(
        what(&seen),
        "the task was cancelled",
        "a `timeout` of 5 seconds that is cancelled at 7, while its task cleans up"
    );
}

#[test]
fn cancelled_after_the_limit_it_leaves_the_cleanup_alone() {
    let seen = stopped_at([7], 5, || cleans_up(4, || Err(stage04::Cancelled.into())));
    assert_eq!(
        seen.idle, 9,
        "when the loop had nothing left to do; the limit cancels the task at 5, it cleans up for 4 seconds, and `timeout` is \
         cancelled at 7: the task must not be cancelled again"
    );
}

#[test]
fn cancelled_twice_it_leaves_the_cleanup_alone() {
    let seen = stopped_at([1, 2], 50, || {
        cleans_up(4, || Err(stage04::Cancelled.into()))
    });
    assert_eq!(
        seen.idle, 5,
        "when the loop had nothing left to do; `timeout` is cancelled at 1 and at 2, and its task cleans up from 1 to 5: the task \
         must not be cancelled again"
    );
}

#[test]
fn cancelled_itself_it_raises_no_error_of_the_cleanup() {
    let seen = stopped(|| cleans_up(2, || Err(Oops.into())));
    assert_eq!(
        what(&seen),
        "the task was cancelled",
        "a `timeout` that is cancelled at 1, around a task that raises oops when it has cleaned up"
    );
}

#[test]
fn cancelled_in_the_turn_in_which_the_task_ends_it_raises_the_cancel() {
    let seen = stopped(|| sleeps(1));
    assert_eq!(
        seen.end, "the task was cancelled at 1",
        "a `timeout` whose wait raises, because it is cancelled at 1, in the turn in which its task returns"
    );
}

#[test]
fn cancelled_itself_it_raises_the_cancel() {
    assert_eq!(
        stopped(|| sleeps(60)).end,
        "the task was cancelled at 1",
        "a `timeout` that is cancelled at 1"
    );
}

#[test]
fn cancelled_itself_it_leaves_nothing_running() {
    assert_eq!(
        stopped(|| sleeps(60)).idle,
        1,
        "when the loop had nothing left to do; a `timeout` of 50 seconds, around a task of 60, was cancelled at 1"
    );
}

#[test]
fn cancelled_itself_it_lets_the_task_clean_up() {
    let seen = stopped(|| {
        Box::new(co(async |y| {
            let slept = y.yield_from(sleep(secs(60))).await;
            y.yield_from(sleep(secs(4))).await?;
            slept.map(|()| 1)
        }))
    });
    assert_eq!(
        seen.idle, 5,
        "when the loop had nothing left to do; the task was cancelled at 1, and cleans up for 4 seconds"
    );
}

#[test]
fn cancelled_itself_it_raises_the_cancel_whatever_the_task_returns() {
    let seen = stopped(|| {
        Box::new(co(async |y| {
            let _ = y.yield_from(sleep(secs(60))).await;
            Ok(7)
        }))
    });
    assert_eq!(
        seen.end, "the task was cancelled at 1",
        "a `timeout` that is cancelled at 1, around a task that catches the cancel"
    );
}
