//! The provided tests of s5e1.

use super::*;
use stage01::co;
use stage05::yield_now;
use std::{cell::RefCell, rc::Rc, time::Duration};
use testkit::within;

/// Runs tasks called a, b, c, … of these weights, each of so many steps: the steps in order, and the results.
fn ran(tasks: &'static [(u32, u32)]) -> (String, String) {
    within(
        Duration::from_secs(3),
        "the end of a few tasks",
        move || {
            let log = Rc::<RefCell<String>>::default();
            let task = |(name, &(weight, steps)): (char, &(u32, u32))| {
                let log = log.clone();
                let body = co(async move |y| {
                    for step in 1..=steps {
                        log.borrow_mut().push(name);
                        assert!(log.borrow().len() < 1000, "more steps than the tasks have");
                        if step < steps {
                            y.yield_from(yield_now()).await?;
                        }
                    }
                    if name == 'f' {
                        Err(std::fmt::Error.into())
                    } else {
                        Ok(name)
                    }
                });
                (weight, Box::new(body) as Routine<(), char>)
            };
            let results = run_weighted(('a'..).zip(tasks).map(task).collect());
            let shown = results.iter().map(|r| r.as_ref().map_or('!', |name| *name));
            (log.take(), shown.collect())
        },
    )
}

#[test]
fn equal_weights_are_a_carousel() {
    assert_eq!(ran(&[(1, 2), (1, 2), (1, 2)]).0, "abcabc", "one step each");
}

#[test]
fn a_heavier_task_takes_more_steps_in_a_row() {
    assert_eq!(
        ran(&[(3, 6), (1, 2)]).0,
        "aaabaaab",
        "a has three steps a round, b has one"
    );
}

#[test]
fn every_weight_counts() {
    assert_eq!(
        ran(&[(2, 4), (3, 6), (1, 2)]).0,
        "aabbbcaabbbc",
        "two, three and one"
    );
}

#[test]
fn a_task_that_ends_in_the_middle_of_its_turn_gives_the_rest_away() {
    assert_eq!(
        ran(&[(3, 4), (1, 4)]).0,
        "aaababbb",
        "a has one step left in the second round, and then b goes on alone"
    );
}

#[test]
fn nobody_runs_dry_beside_a_heavy_one() {
    assert_eq!(
        ran(&[(1, 2), (100, 300)]).0.find("aa"),
        None,
        "b has a turn after each turn of a"
    );
}

#[test]
fn results_stand_in_order() {
    assert_eq!(
        ran(&[(1, 5), (5, 5), (1, 1)]).1,
        "abc",
        "in the order of the list, not of the ends"
    );
}

#[test]
fn a_failure_is_a_result_too() {
    let (steps, results) = ran(&[(1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 1), (1, 2)]);
    assert_eq!(results, "abcde!g", "f fails, and g goes on");
    assert_eq!(steps, "abcdefgabcdeg", "the steps, one each a round");
}

#[test]
fn without_tasks_there_is_nothing_to_do() {
    assert_eq!(ran(&[]), (String::new(), String::new()), "it ends at once");
}

#[test]
fn a_weight_of_zero_is_one_step_all_the_same() {
    assert_eq!(
        ran(&[(0, 2), (1, 2)]).0,
        "abab",
        "at least one step a round"
    );
}
