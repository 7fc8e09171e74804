//! A `timeout` that is cancelled itself.

use super::*;

/// Starts a `timeout` of 50 seconds around this, and cancels it at 1: what it raised.
fn stopped(routine: impl FnOnce() -> Routine<Request, u32> + Send + 'static) -> Seen {
    seen(|| {
        let limited = limited(secs(50), routine());
        Box::new(co(async move |y| {
            let limited = y.yield_from(spawn(limited)).await?;
            y.yield_from(sleep(secs(1))).await?;
            y.yield_from(cancel(&limited)).await?;
            y.yield_from(join(&limited)).await
        }))
    })
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
