//! Runs the answers to exercises, each in a process of its own.

use crate::{
    binaries::side_by_side,
    exercises::Exercise,
    judge::{judge_right, judge_wrong},
    outcome::{self, Outcome},
};
use course::answers::{Answer, Answers};
use std::{collections::BTreeMap, path::Path, process::Command};

/// How often an answer that was misjudged beside the others is run again, alone.
const CHANCES: usize = 3;

/// An answer, and where its tests are.
#[derive(Debug)]
pub(super) struct Try<'a> {
    exercise: &'a Exercise,
    answer: &'a Answer,
    right: bool,
    /// The binary with all answers to the exercise.
    tests: &'a Path,
}

/// Runs all answers, and gives what is wrong with them. What the wrong ones did is added to `tried`, by exercise.
pub(super) fn judged<'a>(
    tries: &[Try<'a>],
    tried: &mut BTreeMap<&'a str, Vec<Outcome>>,
) -> Vec<String> {
    let firsts = side_by_side(tries, |answer| answer.run(4));
    let mut problems = Vec::new();
    for (answer, first) in tries.iter().zip(firsts) {
        let mut outcomes = vec![first];
        let mut problem = answer.judged(&outcomes[0]);
        // Beside others, on a busy machine, a wrong answer may lose no race, and a right one may be late.
        while !problem.is_empty() && outcomes.len() <= CHANCES {
            let outcome = answer.run(1);
            problem = answer.judged(&outcome);
            outcomes.push(outcome);
        }
        problems.extend(problem);
        if !answer.right {
            tried
                .entry(&answer.exercise.name)
                .or_default()
                .extend(outcomes);
        }
    }
    problems
}

impl<'a> Try<'a> {
    /// The answers to an exercise, which are modules of the binary `tests`.
    pub(super) fn all(
        exercise: &'a Exercise,
        answers: &'a Answers,
        tests: &'a Path,
    ) -> impl Iterator<Item = Self> {
        let wrong = answers.wrong.iter().map(|answer| (answer, false));
        let right = answers.right.iter().map(|answer| (answer, true));
        wrong.chain(right).map(move |(answer, right)| Self {
            exercise,
            answer,
            right,
            tests,
        })
    }

    fn judged(&self, outcome: &Outcome) -> Vec<String> {
        let name = format!("{} {}", self.exercise.name, self.answer.name);
        match self.right {
            true => judge_right(&name, outcome),
            false => judge_wrong(&name, &self.answer.refused, outcome),
        }
    }

    /// In a process of its own: what hangs there ends with it.
    fn run(&self, threads: usize) -> Outcome {
        let mut command = Command::new(self.tests);
        command.args([
            &format!("{}::", self.answer.name),
            &format!("--test-threads={threads}"),
        ]);
        outcome_of(&self.answer.name, &outcome::of(&mut command))
    }
}

/// What the tests of one answer did, with what they printed.
fn outcome_of(answer: &str, all: &Outcome) -> Outcome {
    let prefix = format!("{answer}::");
    let of_this = |name: &str| name.strip_prefix(&prefix).map(String::from);
    let passed: BTreeMap<_, _> = (all.passed.iter())
        .filter_map(|(name, passed)| Some((of_this(name)?, *passed)))
        .collect();
    let printed = all.output.split("\n---- ");
    let printed: Vec<_> = printed.filter(|text| text.starts_with(&prefix)).collect();
    let output = match passed.is_empty() {
        true => all.output.clone(), // it was not compiled, or the binary has ended early
        false => printed.join("\n---- "),
    };
    Outcome { passed, output }
}
