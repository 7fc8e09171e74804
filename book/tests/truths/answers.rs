//! The answers to the exercises: hints, stubs, solutions and wrong ones.

use super::{LONG, none};
use book::{exercises, hints, stubs, wrong_answers};
use std::sync::{Mutex, MutexGuard, PoisonError};
use testkit::within;

/// Held by the tests that run answers: one that has to run alone is not beside those of the other test.
fn runs_answers() -> MutexGuard<'static, ()> {
    static ANSWERS: Mutex<()> = Mutex::new(());
    ANSWERS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn the_code_of_the_hints_is_the_solutions() {
    none(
        exercises::declared()
            .0
            .iter()
            .flat_map(hints::problems)
            .collect(),
    );
}

/// All exercises, or those that the variable `EXERCISES` names: `EXERCISES=s6e1,s6e2`.
fn chosen() -> Vec<exercises::Exercise> {
    let (mut chosen, _) = exercises::declared();
    if let Ok(names) = std::env::var("EXERCISES") {
        chosen.retain(|exercise| names.split(',').any(|name| name == exercise.name));
    }
    assert!(!chosen.is_empty(), "no exercise was found");
    chosen
}

#[test]
#[ignore = "slow, and a reader's solved exercises would fail it"]
fn stubs_fail_and_solutions_pass() {
    let _alone = runs_answers();
    within(2 * LONG, "the stubs", || none(stubs::problems(&chosen())));
}

#[test]
#[ignore = "slow"]
fn wrong_answers_are_refused_with_their_words() {
    let _alone = runs_answers();
    within(2 * LONG, "the wrong answers", || {
        none(wrong_answers::refused(&chosen()))
    });
}
