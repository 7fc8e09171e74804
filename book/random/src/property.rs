//! How a test tries random programs.

use proptest::test_runner::{Config, TestCaseError};
use std::{env, time::Duration};

/// How many programs a test tries: the number in `RANDOM_PROGRAMS`, or this one.
///
/// # Panics
///
/// If the variable has no number.
pub fn cases(unless_told: u32) -> u32 {
    let told = env::var("RANDOM_PROGRAMS").map(|number| number.parse());
    told.map_or(unless_told, |number| {
        number.expect("RANDOM_PROGRAMS has a number")
    })
}

/// So many programs, as [`cases`] says. A program that fails is shown, and not kept in a file.
///
/// # Panics
///
/// As [`cases`].
pub fn config(unless_told: u32) -> Config {
    Config {
        cases: cases(unless_told),
        failure_persistence: None,
        ..Config::default()
    }
}

/// Judges one program, on a thread of its own.
///
/// # Errors
///
/// With the sentence of the judge.
///
/// # Panics
///
/// If it takes more than 20 s.
pub fn judged(
    judge: impl FnOnce() -> Result<(), String> + Send + 'static,
) -> Result<(), TestCaseError> {
    let judged = testkit::within(Duration::from_secs(20), "the program's end", judge);
    judged.map_err(TestCaseError::fail)
}
