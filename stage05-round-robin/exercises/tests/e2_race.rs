//! The provided tests of s5e2.

use super::*;
use stage01::co;
use stage05::{Virtual, sleep};
use std::{cell::Cell, rc::Rc, time::Duration};
use testkit::within;

/// Sleeps so many milliseconds of virtual time, and gives its name, or fails.
fn runner(ms: u64, name: &'static str, ended: &Rc<Cell<u32>>) -> Routine<(), &'static str> {
    let ended = ended.clone();
    Box::new(co(async move |y| {
        y.yield_from(sleep(Duration::from_millis(ms))).await?;
        ended.set(ended.get() + 1);
        if name == "fails" {
            Err(std::fmt::Error.into())
        } else {
            Ok(name)
        }
    }))
}

/// Races these: what came of it, when in milliseconds, and how many had ended by then; then how many end at last.
fn raced(runners: &'static [(u64, &'static str)]) -> (String, u128, u32, u32) {
    within(
        Duration::from_secs(1),
        "the end of a race (are its tasks in the loop that runs it?)",
        move || {
            let ended = Rc::default();
            let tasks = runners
                .iter()
                .map(|&(ms, name)| runner(ms, name, &ended))
                .collect();
            let event_loop = Loop::with_clock(Virtual::new());
            let result = event_loop.run_task(co(|y| race(y, tasks)));
            let shown = match result {
                Ok((place, name)) => format!("{place} {name}"),
                Err(e) => format!("raises {e:?}"),
            };
            let (at, by_then) = (event_loop.now().as_millis(), ended.get());
            event_loop.run();
            (shown, at, by_then, ended.get())
        },
    )
}

#[test]
fn the_first_to_end_wins() {
    assert_eq!(
        raced(&[(300, "slow"), (10, "quick"), (200, "middling")]).0,
        "1 quick",
        "its place in the list, and its value"
    );
}

#[test]
fn it_does_not_wait_for_the_others() {
    let (_, at, by_then, _) = raced(&[(300, "slow"), (10, "quick")]);
    assert!(
        (10..100).contains(&at),
        "the quick one ended after 10 ms of virtual time, the race after {at}"
    );
    assert_eq!(by_then, 1, "runners that had ended when the race was over");
}

#[test]
fn the_others_go_on() {
    assert_eq!(
        raced(&[(300, "slow"), (10, "quick"), (200, "middling")]).3,
        3,
        "runners that ended at last"
    );
}

#[test]
fn all_run_at_once() {
    let (_, at, ..) = raced(&[(100, "a"), (100, "b"), (100, "c")]);
    assert!(
        (100..200).contains(&at),
        "three that sleep for 100 ms at the same time took {at}"
    );
}

#[test]
fn in_a_tie_the_first_in_the_list_wins() {
    assert_eq!(
        raced(&[(50, "a"), (50, "b"), (50, "c")]).0,
        "0 a",
        "all three end in the same round"
    );
}

#[test]
fn if_the_winner_fails_so_does_the_race() {
    assert_eq!(
        raced(&[(100, "slow"), (10, "fails")]).0,
        "raises Error",
        "the first to end raised"
    );
}

#[test]
fn a_failure_that_comes_later_is_nobodys_business() {
    assert_eq!(raced(&[(100, "fails"), (10, "quick")]).0, "1 quick");
}

#[test]
fn one_runner_is_a_race_too() {
    assert_eq!(raced(&[(10, "alone")]).0, "0 alone");
}
