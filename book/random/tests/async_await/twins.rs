//! Broken twins of the small runtime's files: a random program tells these two from the model. The other twins go wrong only when
//! something comes from outside, and are of the races.

use crate::{any, small};
use proptest::test_runner::{Config, TestCaseError, TestError, TestRng, TestRunner};
use races::loops::{self, Loop};
use random_programs::{Cancelling::WhenPolled, check, model};
use std::time::Duration;

/// Fails unless one of the first programs shows the mistake. They are the same in each run.
fn is_refused(file: Loop) {
    testkit::within(
        Duration::from_secs(60),
        "a program that shows it",
        move || {
            let config = Config {
                failure_persistence: None,
                ..Config::default()
            };
            let random = TestRng::deterministic_rng(config.rng_algorithm);
            let run = TestRunner::new_with_rng(config, random).run(&any(), |program| {
                let ran = small::run_on(file, &program).map_err(TestCaseError::fail)?;
                check(&model(&program, WhenPolled), &ran).map_err(TestCaseError::fail)
            });
            let name = file.name;
            assert!(
                matches!(run, Err(TestError::Fail(..))),
                "{name} does as the model"
            );
        },
    );
}

#[test]
fn a_loop_that_sleeps_though_a_task_is_ready() {
    is_refused(loops::SLEEPS_WHEN_READY);
}

#[test]
fn a_loop_that_sleeps_through_deadlines() {
    is_refused(loops::FORGETS_DEADLINES);
}
