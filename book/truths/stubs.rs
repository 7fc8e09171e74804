//! The stubs and the solutions: the binaries that a reader's `cargo test` runs.

use crate::{
    binaries::{built, side_by_side},
    exercises::Exercise,
    judge::judge_stub,
    outcome::{Outcome, cargo},
    page::root,
    workspace::is_plain,
};
use std::{collections::BTreeMap, path::PathBuf, process::Command};

/// Runs stubs and solutions, and gives what is wrong with them.
pub fn problems(exercises: &[Exercise]) -> Vec<String> {
    let binaries = binaries(exercises, &["", "-solution"]);
    let stubs = run(exercises, &binaries);
    // One at a time, so that no solution is late because of others.
    let judged = exercises.iter().zip(&stubs).flat_map(|(exercise, stub)| {
        let solution = exercise.run(&format!("{}-solution", exercise.name), &binaries);
        judge_stub(&exercise.name, stub, &solution)
    });
    judged.collect()
}

/// What the stubs do, in the order of their exercises.
pub(crate) fn outcomes(exercises: &[Exercise]) -> Vec<Outcome> {
    run(exercises, &binaries(exercises, &[""]))
}

fn run(exercises: &[Exercise], binaries: &BTreeMap<String, PathBuf>) -> Vec<Outcome> {
    side_by_side(exercises, |exercise| exercise.run(&exercise.name, binaries))
}

/// Builds the targets with these endings. What plain `cargo test` builds is built as it does, so that no dependency is built again with
/// other features; the rest package by package.
fn binaries(exercises: &[Exercise], endings: &[&str]) -> BTreeMap<String, PathBuf> {
    let mut builds: BTreeMap<Option<&str>, Command> = BTreeMap::new();
    for exercise in exercises {
        let package = Some(&*exercise.package).filter(|package| !is_plain(package));
        let build = builds.entry(package).or_insert_with(|| {
            let mut build = cargo(&root());
            build.arg("build");
            build.args(
                package
                    .map(|package| ["--package", package])
                    .into_iter()
                    .flatten(),
            );
            build
        });
        for ending in endings {
            build.args(["--test".to_string(), format!("{}{ending}", exercise.name)]);
        }
    }
    builds.values_mut().flat_map(built).collect()
}
