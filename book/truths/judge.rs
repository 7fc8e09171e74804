//! What is wrong with a stub, a right answer or a wrong one, from what the tests did.

use crate::outcome::Outcome;
use std::collections::BTreeSet;

/// What is wrong with a stub that did `stub`, where its solution did `solution`. It fails one or more tests; [`untested`] looks
/// after the rest.
pub fn judge_stub(name: &str, stub: &Outcome, solution: &Outcome) -> Vec<String> {
    let mut problems = Vec::new();
    if stub.passed.is_empty() || !stub.passed.keys().eq(solution.passed.keys()) {
        problems.push(format!(
            "{name}: stub and solution do not run the same tests\n{}",
            stub.output
        ));
    }
    if stub.passed.values().all(|passed| *passed) {
        problems.push(format!("{name}: the unsolved stub passes all tests"));
    }
    for (test, _) in solution.passed.iter().filter(|(_, passed)| !**passed) {
        problems.push(format!("{name}: {test} fails on the solution"));
    }
    problems
}

/// The tests that no outcome has failed: of the stub and of the wrong answers to an exercise.
pub fn untested(name: &str, tried: &[Outcome]) -> Vec<String> {
    let tests: BTreeSet<_> = (tried.iter())
        .flat_map(|tried| tried.passed.keys())
        .collect();
    let passed_by = |test: &String, tried: &Outcome| tried.passed.get(test) != Some(&false);
    (tests.into_iter())
        .filter(|test| tried.iter().all(|tried| passed_by(test, tried)))
        .map(|test| {
            format!("{name}: the stub and all wrong answers pass {test}, so it tests nothing")
        })
        .collect()
}

/// What is wrong with a right answer of another shape: nothing, if it passes.
pub fn judge_right(name: &str, outcome: &Outcome) -> Vec<String> {
    let failed: Vec<_> = (outcome.passed.iter())
        .filter(|(_, passed)| !**passed)
        .map(|(test, _)| test.as_str())
        .collect();
    let output = &outcome.output;
    if outcome.passed.is_empty() {
        vec![format!(
            "{name}: it does not compile or runs no test\n{output}"
        )]
    } else if failed.is_empty() {
        Vec::new()
    } else {
        vec![format!(
            "{name}: it is right, and is refused by {failed:?}\n{output}"
        )]
    }
}

/// What is wrong with a wrong answer, which should be refused with `words`.
pub fn judge_wrong(name: &str, words: &str, outcome: &Outcome) -> Vec<String> {
    let (all, passed) = (
        outcome.passed.len(),
        outcome.passed.values().filter(|passed| **passed).count(),
    );
    let mut problems = Vec::new();
    if all == 0 {
        problems.push(format!(
            "{name}: it does not compile or runs no test\n{}",
            outcome.output
        ));
    } else if passed == all {
        problems.push(format!("{name}: this wrong answer passes all tests"));
    } else if 2 * passed < all {
        problems.push(format!(
            "{name}: it passes only {passed} of {all} tests: nobody would hand that in"
        ));
    } else if words.is_empty() || !outcome.output.contains(words) {
        problems.push(format!(
            "{name}: it is refused, but not with the words \"{words}\"\n{}",
            outcome.output
        ));
    }
    problems
}
