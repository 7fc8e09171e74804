//! One of them fails, or more.

use super::*;

#[test]
fn the_others_are_cancelled_as_soon_as_one_fails() {
    let seen = gathered(
        [
            child('a', 9000, Returns),
            child('b', 2011, Raises("b failed")),
            child('c', 7000, Returns),
        ],
        [],
    );
    assert_eq!(
        seen.children, "a is cancelled at 2011, b ends at 2011, c is cancelled at 2011",
        "b failed at 2011 ms, and the others were in the middle of their work"
    );
    assert_eq!(
        seen.end, "b failed at 2011",
        "b failed, and the others had nothing to clean up"
    );
}

#[test]
fn the_first_in_the_list_may_be_the_one_that_fails() {
    let seen = gathered(
        [
            child('a', 200, Raises("a failed")),
            child('b', 900, Returns),
        ],
        [],
    );
    assert_eq!(seen.end, "a failed at 200", "a failed, and b is cancelled");
    assert_eq!(
        seen.idle, 200,
        "when the loop had nothing left to do; b would have worked until 900 ms"
    );
}

#[test]
fn the_first_failure_in_time_is_the_reason() {
    let seen = gathered(
        [
            child('a', 300, Raises("a failed")),
            child('b', 100, Raises("b failed")),
        ],
        [],
    );
    assert_eq!(
        seen.end, "b failed at 100",
        "b failed first, and a was only cancelled"
    );
}

#[test]
fn a_failure_during_the_cleanup_is_not_the_reason() {
    let seen = gathered(
        [
            Child(
                'a',
                900,
                Returns,
                50,
                Raises("a failed while it cleaned up"),
            ),
            child('b', 100, Raises("b failed")),
            Child('c', 900, Returns, 0, Raises("c failed while it cleaned up")),
        ],
        [],
    );
    assert_eq!(
        seen.end, "b failed at 150",
        "b failed first; a and c were cancelled then, and fail, too"
    );
}

#[test]
fn one_that_raises_a_cancel_by_itself_has_failed() {
    let seen = gathered(
        [
            Child(
                'a',
                900,
                Returns,
                50,
                Raises("a failed while it cleaned up"),
            ),
            child('b', 100, RaisesCancelled),
        ],
        [],
    );
    assert_eq!(
        seen.end, "the task was cancelled at 150",
        "b raised `Cancelled` at 100 ms, and that is the first failure"
    );
}

#[test]
fn one_that_catches_the_cancel_does_not_hide_the_failure() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 50, Returns),
            child('b', 100, Raises("b failed")),
        ],
        [],
    );
    assert_eq!(
        seen.end, "b failed at 150",
        "b failed, and a caught the cancel and returned a value"
    );
}

#[test]
fn it_waits_until_those_that_were_cancelled_have_cleaned_up() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            child('b', 200, Raises("b failed")),
        ],
        [],
    );
    assert_eq!(
        seen.end, "b failed at 600",
        "a is cancelled at 200 ms and cleans up for 400; the gather ends when all have ended"
    );

    let seen = gathered(
        [
            child('a', 200, Raises("a failed")),
            Child('b', 900, Returns, 400, RaisesCancelled),
        ],
        [],
    );
    assert_eq!(
        seen.end, "a failed at 600",
        "b comes after a in the list, is cancelled at 200 ms and cleans up for 400"
    );
}

#[test]
fn a_second_failure_does_not_disturb_a_cleanup() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            child('b', 200, Raises("b failed")),
            Child(
                'c',
                900,
                Returns,
                100,
                Raises("c failed while it cleaned up"),
            ),
        ],
        [],
    );
    assert_eq!(
        seen.children, "b ends at 200, c is cancelled at 300, a is cancelled at 600",
        "c fails at 300 ms, when it has cleaned up, and a is still cleaning up: each is cancelled once"
    );
    assert_eq!(seen.end, "b failed at 600", "b failed first");
}

#[test]
fn two_failures_in_one_turn_are_one_reason() {
    let seen = gathered(
        [
            child('a', 200, Raises("a failed")),
            child('b', 200, Raises("b failed")),
            Child('c', 900, Returns, 100, RaisesCancelled),
        ],
        [],
    );
    assert_eq!(
        seen.end, "a failed at 300",
        "a and b failed in the same turn, a before b; c cleans up until 300 ms"
    );
    let (_, last) = seen.children.rsplit_once(", ").unwrap_or_default();
    assert_eq!(
        last, "c is cancelled at 300",
        "c is cancelled once, at 200 ms, and cleans up for 100"
    );
}

#[test]
fn one_may_fail_when_all_others_have_returned() {
    let seen = gathered(
        [
            child('a', 300, Raises("a failed")),
            child('b', 100, Returns),
            child('c', 200, Returns),
        ],
        [],
    );
    assert_eq!(
        seen.end, "a failed at 300",
        "a failed when b and c had returned"
    );
}

#[test]
fn nothing_is_left_after_a_failure() {
    let seen = gathered(
        [
            Child('a', 900, Returns, 400, RaisesCancelled),
            child('b', 200, Raises("b failed")),
            child('c', 700, Returns),
        ],
        [],
    );
    assert_eq!(
        seen.idle, 600,
        "when the loop had nothing left to do; the last child had cleaned up at 600 ms"
    );
    assert_eq!(
        seen.left, 0,
        "tasks that were left in the loop when the gather had failed"
    );
}
