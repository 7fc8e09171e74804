//! The wrong answers, in a package that is made for them.

mod copies;
mod package;
mod tries;

use crate::{
    binaries::built,
    exercises::Exercise,
    judge::untested,
    outcome::{Outcome, cargo, run},
    stubs,
    workspace::target,
};
use std::collections::BTreeMap;
use tries::Try;

/// Runs every wrong answer in a package made for it under `target/`, and gives what is wrong with them.
///
/// # Panics
///
/// If that package cannot be written.
pub fn refused(exercises: &[Exercise]) -> Vec<String> {
    let folder = target().join("wrong-answers");
    let (data, mut problems) = package::write(exercises, &folder);
    let binaries = built(cargo(&folder).args(["build", "--tests"]));
    let mut tries = Vec::new();
    for (exercise, answers) in &data {
        let name = &exercise.name;
        match binaries.get(name) {
            Some(tests) => tries.extend(Try::all(exercise, answers, tests)),
            None => {
                let output = run(&folder, &["--no-run", "--test", name]).output;
                problems.push(format!("{name}: its answers do not compile\n{output}"));
            }
        }
    }
    let mut tried: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
    problems.extend(tries::judged(&tries, &mut tried));
    for (exercise, stub) in exercises.iter().zip(stubs::outcomes(exercises)) {
        if let Some(tried) = tried.get_mut(&*exercise.name) {
            tried.push(stub);
            problems.extend(untested(&exercise.name, tried));
        }
    }
    problems
}
