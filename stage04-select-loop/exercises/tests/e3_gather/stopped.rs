//! A gather that is cancelled itself.

use super::*;

#[test]
fn cancelled_itself_it_raises_the_cancel() {
    let seen = gathered([child('a', 900, Returns), child('b', 700, Returns)], [100]);
    assert_eq!(
        seen.end, "the task was cancelled at 100",
        "a gather that is cancelled at 100 ms"
    );
}

#[test]
fn cancelled_itself_it_cancels_the_children() {
    let seen = gathered(
        [
            child('a', 900, Returns),
            child('b', 50, Returns),
            child('c', 700, Returns),
        ],
        [100],
    );
    assert_eq!(
        seen.children, "b ends at 50, a is cancelled at 100, c is cancelled at 100",
        "the gather is cancelled at 100 ms, and b had ended before"
    );
    assert_eq!(
        seen.idle, 100,
        "when the loop had nothing left to do; the gather was cancelled at 100 ms"
    );
}

#[test]
fn cancelled_itself_it_leaves_no_task() {
    let seen = gathered(
        [
            child('a', 900, Returns),
            child('b', 700, Returns),
            child('c', 800, Returns),
        ],
        [100],
    );
    assert_eq!(
        seen.left, 0,
        "tasks that were left in the loop when the gather had been cancelled"
    );
}

#[test]
fn cancelled_itself_it_waits_until_the_children_have_cleaned_up() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            Child(
                'b',
                900,
                Returns,
                200,
                Raises("b failed while it cleaned up"),
            ),
        ],
        [100],
    );
    assert_eq!(
        seen.children, "b is cancelled at 300, a is cancelled at 500",
        "the gather is cancelled at 100 ms; b cleans up for 200 ms and fails then, and a cleans up for 400: each is cancelled once"
    );
    assert_eq!(
        seen.end, "the task was cancelled at 500",
        "the gather ends when all have ended, and raises what its wait raised"
    );
}

#[test]
fn cancelled_itself_it_raises_the_cancel_whatever_the_children_return() {
    let seen = gathered([Child('a', 900, Returns, 0, Returns)], [100]);
    assert_eq!(
        seen.end, "the task was cancelled at 100",
        "a gather that is cancelled at 100 ms, of one task that catches the cancel"
    );
}

#[test]
fn cancelled_twice_it_cancels_the_children_once_and_waits_for_them() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            Child('b', 900, Returns, 200, RaisesCancelled),
        ],
        [100, 200],
    );
    assert_eq!(
        seen.children, "b is cancelled at 300, a is cancelled at 500",
        "the gather is cancelled at 100 ms, and again at 200; b cleans up until 300 ms, and a until 500: each is cancelled once"
    );
    assert_eq!(
        seen.end, "the task was cancelled at 500",
        "the gather ends when all have ended, though it was cancelled twice"
    );
}

#[test]
fn cancelled_after_a_failure_it_leaves_the_cleanups_alone_and_raises_the_cancel() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            child('b', 200, Raises("b failed")),
        ],
        [300],
    );
    assert_eq!(
        seen.children, "b ends at 200, a is cancelled at 600",
        "b fails at 200 ms, so a is cancelled, and the gather is cancelled at 300 ms; a was cancelled before: it cleans up until \
         600 ms, and must not be cancelled again"
    );
    assert_eq!(
        seen.end, "the task was cancelled at 600",
        "the gather is cancelled at 300 ms: what its wait raised comes out, though b had failed before"
    );
}
