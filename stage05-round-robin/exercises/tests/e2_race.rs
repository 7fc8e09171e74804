//! The provided tests of s5e2.

use super::*;
use stage01::{Coroutine, co};
use stage05::{Virtual, sleep};
use std::{cell::Cell, rc::Rc, time::Duration};
use testkit::within;

/// A race, and what came of it.
struct Raced {
    /// `1 quick`: the place and the value. Or `raises Error`.
    result: String,
    /// When it ended, in milliseconds of virtual time.
    at: u128,
    /// How many tasks had ended by then.
    by_then: u32,
    /// How many tasks have ended after the loop has run to its end.
    at_last: u32,
}

/// Sleeps so many milliseconds of virtual time, and returns its name, or fails.
fn runner(ms: u64, name: &'static str, ended: &Rc<Cell<u32>>) -> Routine<(), &'static str> {
    let ended = ended.clone();
    Box::new(co(async move |y| {
        y.yield_from(sleep(Duration::from_millis(ms))).await?;
        ended.set(ended.get() + 1);
        match name {
            "panics" => panic!("this panic belongs to the test: the task panics"),
            "fails" => Err(std::fmt::Error.into()),
            name => Ok(name),
        }
    }))
}

fn raced(runners: Vec<(u64, &'static str)>) -> Raced {
    let what = "the end of a race: does it pause, and are its tasks in the loop that runs it?";
    within(Duration::from_secs(5), what, move || {
        let ended = Rc::default();
        let tasks = runners.into_iter();
        let tasks = tasks.map(|(ms, name)| runner(ms, name, &ended)).collect();
        let event_loop = Loop::with_clock(Virtual::new());
        let result = match event_loop.run_task(co(|y| race(y, tasks))) {
            Ok((place, name)) => format!("{place} {name}"),
            Err(error) => format!("raises {error:?}"),
        };
        let (at, by_then) = (event_loop.now().as_millis(), ended.get());
        event_loop.run();
        Raced {
            result,
            at,
            by_then,
            at_last: ended.get(),
        }
    })
}

#[test]
fn the_first_to_end_wins() {
    let raced = raced(vec![(300, "slow"), (10, "quick"), (200, "middling")]);
    assert_eq!(
        raced.result, "1 quick",
        "the place in the list and the value of the first that ended"
    );
}

#[test]
fn it_does_not_wait_for_the_others() {
    let raced = raced(vec![(300, "slow"), (10, "quick")]);
    assert_eq!(
        raced.by_then, 1,
        "tasks that had ended when the race was over"
    );
}

#[test]
fn it_ends_soon_after_the_first() {
    for ms in [10, 11, 13, 17, 20, 25, 29] {
        let at = raced(vec![(300, "slow"), (ms, "quick")]).at;
        let (ms, turns) = (u128::from(ms), u128::from(ms)..=u128::from(ms) + 4);
        assert!(
            turns.contains(&at),
            "a turn takes 1 ms; the quick task ended after {ms} ms, and the race after {at} ms"
        );
    }
}

#[test]
fn the_others_go_on() {
    let raced = raced(vec![(300, "slow"), (10, "quick"), (200, "middling")]);
    assert_eq!(
        raced.at_last, 3,
        "tasks that ended in the end, of three in a race"
    );
}

#[test]
fn all_run_at_once() {
    let at = raced(vec![(100, "a"), (100, "b"), (100, "c")]).at;
    assert!(
        (100..=104).contains(&at),
        "three tasks sleep for 100 ms at the same time, and the race took {at} ms"
    );
    let mut many = vec![(300, "slow"); 29];
    many.push((10, "quick"));
    let at = raced(many).at;
    assert!(
        (10..=14).contains(&at),
        "the last of thirty tasks sleeps for 10 ms, and the race took {at} ms: do all begin in its first step?"
    );
}

#[test]
fn in_a_tie_the_first_in_the_list_wins() {
    let raced = raced(vec![(90, "slow"), (50, "a"), (50, "b"), (50, "c")]);
    assert_eq!(raced.result, "1 a", "a, b and c end in the same turn");
}

#[test]
fn if_the_first_to_end_fails_so_does_the_race() {
    let raced = raced(vec![(100, "slow"), (10, "fails")]);
    assert_eq!(
        raced.result, "raises Error",
        "the first task to end raised an error"
    );
}

#[test]
fn a_task_that_panics_has_ended_with_an_error() {
    let raced = raced(vec![(100, "slow"), (10, "panics")]);
    assert!(
        raced.result.starts_with("raises"),
        "the first task to end panicked, so the race should raise its error, and it returned {:?}",
        raced.result
    );
}

/// When each of two races in one loop ended. The first task of each takes so many milliseconds.
fn two_races(first: [u64; 2]) -> Vec<u128> {
    let what = "the end of two races in one loop: does a race pause between its looks?";
    within(Duration::from_secs(5), what, move || {
        let event_loop = Loop::with_clock(Virtual::new());
        let ended = Rc::default();
        let races = first.map(|ms| {
            let tasks = vec![runner(ms, "quick", &ended), runner(800, "slow", &ended)];
            event_loop.add_task(co(async move |y| {
                race(y, tasks).await?;
                Ok(Loop::current()?.now().as_millis())
            }))
        });
        event_loop.run();
        let at = |race: &Handle<u128>| race.result().and_then(|at| at.ok()).unwrap_or(0);
        races.iter().map(at).collect()
    })
}

#[test]
fn two_races_run_side_by_side() {
    for at in [two_races([500, 10])[1], two_races([10, 500])[0]] {
        assert!(
            (10..=14).contains(&at),
            "beside a race of 500 ms, a race of 10 ms ended after {at} ms: does a race pause between its looks?"
        );
    }
}

#[test]
fn the_tasks_go_on_when_the_race_is_dropped() {
    let what = "the end of a race that is dropped";
    let at_last = within(Duration::from_secs(5), what, || {
        let ended = Rc::default();
        let tasks = vec![runner(30, "a", &ended), runner(10, "b", &ended)];
        let event_loop = Loop::with_clock(Virtual::new());
        let dropped = event_loop.run_task(co(async move |_| {
            let mut race = co(|y| race(y, tasks));
            let _ = race.resume(Ok(())); // its first step, and then it is dropped
            Ok(())
        }));
        assert!(dropped.is_ok(), "the first step of a race panicked");
        event_loop.run();
        ended.get()
    });
    assert_eq!(
        at_last, 2,
        "tasks that ended, of two: the race was dropped after its first step, and its tasks are in the loop"
    );
}

#[test]
fn a_failure_after_the_first_end_changes_nothing() {
    let raced = raced(vec![(100, "fails"), (10, "quick")]);
    assert_eq!(
        raced.result, "1 quick",
        "the task that fails would have ended later"
    );
}

#[test]
fn in_a_tie_a_failure_can_win() {
    let raced = raced(vec![(10, "fails"), (10, "quick")]);
    assert_eq!(
        raced.result, "raises Error",
        "both end in the same turn, and the first in the list raised an error"
    );
}
