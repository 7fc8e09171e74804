//! The provided tests of s4e5.

use super::*;
use Wait::{Outside, Task};
use stage04::catch_panic;
use std::time::Duration;
use testkit::within;

/// The answer for these tasks must be this.
fn check(waits: &'static [(&'static str, Wait)], expected: &str, about: &str) {
    let found = within(
        Duration::from_secs(3),
        "an answer about a list of tasks",
        || catch_panic(|| cycle(waits).unwrap_or("none".into())),
    );
    match found {
        Ok(found) => assert_eq!(found, expected, "the circle in {about}"),
        Err(panic) => panic!("no answer about {about}: {panic}"),
    }
}

#[test]
fn no_task_at_all() {
    check(&[], "none", "an empty list");
    check(
        &[("a", Task("a"))],
        "a -> a",
        "a list with one task, which waits for itself",
    );
}

#[test]
fn a_chain_is_not_a_circle() {
    check(
        &[("a", Outside), ("b", Outside)],
        "none",
        "two tasks that both wait for something outside",
    );
    check(
        &[("a", Task("b")), ("b", Task("c")), ("c", Outside)],
        "none",
        "a chain of three tasks, whose last one may go on one day",
    );
}

#[test]
fn a_task_that_waits_for_itself_among_others() {
    check(
        &[("a", Outside), ("b", Task("b")), ("c", Task("b"))],
        "b -> b",
        "three tasks, of which the second waits for itself, and the third for the second",
    );
}

#[test]
fn three_in_a_circle_among_others() {
    check(
        &[
            ("main", Outside),
            ("a", Task("b")),
            ("b", Task("c")),
            ("c", Task("a")),
            ("z", Outside),
        ],
        "a -> b -> c -> a",
        "five tasks, of which the three in the middle wait for each other",
    );
}

#[test]
fn a_task_that_only_waits_for_the_circle_is_not_part_of_it() {
    check(
        &[("main", Task("a")), ("a", Task("b")), ("b", Task("a"))],
        "a -> b -> a",
        "a list whose first task waits for a circle, and no task of the circle waits for it",
    );
    check(
        &[
            ("main", Task("x")),
            ("x", Task("a")),
            ("a", Task("b")),
            ("b", Task("a")),
        ],
        "a -> b -> a",
        "a list whose first two tasks lead into a circle",
    );
}

#[test]
fn the_first_task_in_the_list_begins_wherever_the_walk_enters() {
    check(
        &[
            ("main", Task("c")),
            ("a", Task("b")),
            ("b", Task("c")),
            ("c", Task("a")),
        ],
        "a -> b -> c -> a",
        "a list whose first task waits for `c`, in a circle whose first task in the list is `a`",
    );
}

#[test]
fn the_order_of_the_waits_is_kept_and_not_that_of_the_list() {
    check(
        &[("he", Task("she")), ("she", Task("he"))],
        "he -> she -> he",
        "two tasks that wait for each other",
    );
    check(
        &[("a", Task("c")), ("b", Task("a")), ("c", Task("b"))],
        "a -> c -> b -> a",
        "three tasks that wait for each other against the order of the list",
    );
}

#[test]
fn a_task_that_has_ended_is_not_waited_for() {
    check(
        &[("a", Task("gone"))],
        "none",
        "a list whose only task waits for one that is not in the list, and so has ended",
    );
    check(
        &[
            ("a", Task("gone")),
            ("b", Outside),
            ("c", Task("a")),
            ("d", Task("d")),
        ],
        "d -> d",
        "a list in which `a` waits for a task that has ended, `c` for `a`, and `d` for itself",
    );
}

#[test]
fn the_first_of_two_circles_is_named() {
    check(
        &[
            ("w", Outside),
            ("x", Task("y")),
            ("p", Task("q")),
            ("y", Task("x")),
            ("q", Task("p")),
        ],
        "x -> y -> x",
        "a list with two circles",
    );
    check(
        &[
            ("main", Task("p")),
            ("x", Task("y")),
            ("p", Task("q")),
            ("y", Task("x")),
            ("q", Task("p")),
        ],
        "x -> y -> x",
        "a list whose first task waits for the second of two circles",
    );
}

#[test]
fn the_first_circle_in_the_list_is_named_though_another_is_shorter() {
    check(
        &[
            ("a", Task("b")),
            ("b", Task("c")),
            ("c", Task("a")),
            ("x", Task("y")),
            ("y", Task("x")),
        ],
        "a -> b -> c -> a",
        "a list with a circle of three tasks, and behind it one of two",
    );
}

#[test]
fn very_many_tasks_may_be_part_of_a_circle() {
    const CHAIN: usize = 20;
    const LENGTH: usize = 120;
    let names: Vec<&'static str> = (0..CHAIN + LENGTH)
        .map(|n| &*Box::leak(format!("t{n}").into_boxed_str()))
        .collect();
    let next = |n: usize| if n + 1 < CHAIN + LENGTH { n + 1 } else { CHAIN };
    let waits: Vec<_> = (0..CHAIN + LENGTH)
        .map(|n| (names[n], Task(names[next(n)])))
        .collect();
    let circle = format!("{} -> {}", names[CHAIN..].join(" -> "), names[CHAIN]);
    let found = within(
        Duration::from_secs(10),
        "an answer about 140 tasks",
        move || catch_panic(|| cycle(&waits)),
    );
    let found = found
        .unwrap_or_else(|panic| panic!("no answer about a chain that leads into a circle: {panic}"))
        .unwrap_or("none".into());
    assert!(
        found == circle,
        "twenty tasks lead into a circle of 120, which begins with `t20`; `cycle` returned a circle of {}, which begins with `{}`",
        found.matches(" -> ").count(),
        found.split(" -> ").next().unwrap_or_default()
    );
}
