//! The provided tests of s4e5.

use super::*;
use Wait::{Outside, Task};
use std::time::Duration;
use testkit::within;

fn found(waits: &'static [(&'static str, Wait)]) -> String {
    within(
        Duration::from_secs(3),
        "an answer about a handful of tasks",
        || cycle(waits).unwrap_or("none".into()),
    )
}

#[test]
fn nobody_waits_for_anybody() {
    assert_eq!(
        found(&[("a", Outside), ("b", Outside)]),
        "none",
        "both wait for something outside"
    );
}

#[test]
fn a_chain_is_not_a_circle() {
    assert_eq!(
        found(&[("a", Task("b")), ("b", Task("c")), ("c", Outside)]),
        "none",
        "c may go on one day"
    );
}

#[test]
fn two_that_wait_for_each_other() {
    assert_eq!(
        found(&[("he", Task("she")), ("she", Task("he"))]),
        "he -> she -> he"
    );
}

#[test]
fn one_that_waits_for_itself() {
    assert_eq!(found(&[("a", Outside), ("b", Task("b"))]), "b -> b");
}

#[test]
fn three_in_a_circle_among_others() {
    let waits = &[
        ("main", Outside),
        ("a", Task("b")),
        ("b", Task("c")),
        ("c", Task("a")),
        ("z", Outside),
    ];
    assert_eq!(found(waits), "a -> b -> c -> a");
}

#[test]
fn who_only_waits_for_the_circle_is_not_part_of_it() {
    let waits = &[("main", Task("a")), ("a", Task("b")), ("b", Task("a"))];
    assert_eq!(
        found(waits),
        "a -> b -> a",
        "main waits for a, but nobody in the circle waits for main"
    );
}

#[test]
fn who_has_ended_is_not_waited_for() {
    assert_eq!(
        found(&[("a", Task("gone"))]),
        "none",
        "a task that is not in the list has ended"
    );
}

#[test]
fn the_first_of_two_circles_is_named() {
    let waits = &[
        ("w", Outside),
        ("x", Task("y")),
        ("y", Task("x")),
        ("p", Task("q")),
        ("q", Task("p")),
    ];
    assert_eq!(found(waits), "x -> y -> x");
}

#[test]
fn who_has_ended_is_not_waited_for_among_others() {
    let waits = &[
        ("a", Task("gone")),
        ("b", Outside),
        ("c", Task("a")),
        ("d", Task("d")),
    ];
    assert_eq!(
        found(waits),
        "d -> d",
        "a waits for a task that has ended, and c for a"
    );
}
