//! The package of the answers: a test binary for each exercise.

use super::copies;
use crate::{exercises::Exercise, page::root, workspace::packages};
use cargo_metadata::DependencyKind;
use course::answers::Answers;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Writes the package into this folder. Gives the answers that it has, and what is wrong with others.
pub(super) fn write<'a>(
    exercises: &'a [Exercise],
    folder: &Path,
) -> (Vec<(&'a Exercise, Answers)>, Vec<String>) {
    fs::create_dir_all(folder.join("src")).expect("target/ can be written");
    // No debugger looks into a wrong answer. Without its data they are built faster.
    let mut manifest = "[workspace]\n[package]\nname = 'wrong-answers'\nedition = '2024'\n\
        [profile.dev]\ndebug = false\nincremental = false\n"
        .to_string();
    for (name, dependency) in dependencies(exercises) {
        writeln!(manifest, "[dependencies.{name}]\n{dependency}").expect("a String takes it");
    }
    let (mut data, mut problems) = (Vec::new(), Vec::new());
    for exercise in exercises {
        match Answers::of(&exercise.answers()) {
            None => {}
            Some(Err(problem)) => problems.push(problem),
            Some(Ok(answers)) => {
                problems.extend(copies::write(exercise, &answers, folder));
                let name = &exercise.name;
                writeln!(
                    manifest,
                    "[[test]]\nname = '{name}'\npath = '{name}/main.rs'"
                )
                .expect("a String takes it");
                data.push((exercise, answers));
            }
        }
    }
    fs::write(folder.join("Cargo.toml"), manifest).expect("target/ can be written");
    fs::write(folder.join("src/lib.rs"), "").expect("target/ can be written");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the workspace has a lock file");
    (data, problems)
}

/// The stages, the testkit, the explorer, the packages of these exercises, and what they depend on, as an exercise in one of them may use it.
fn dependencies(exercises: &[Exercise]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for package in packages() {
        let of_exercise = exercises.iter().any(|e| e.package == *package.name);
        let of_tests = ["explorer", "testkit"].contains(&package.name.as_str());
        if !package.name.starts_with("stage") && !of_tests && !of_exercise {
            continue;
        }
        let path = package
            .manifest_path
            .parent()
            .expect("a manifest lies in a folder");
        all.insert(package.name.to_string(), format!("path = '{path}'"));
        for other in package
            .dependencies
            .iter()
            .filter(|d| d.path.is_none() && d.target.is_none())
        {
            if other.kind == DependencyKind::Normal {
                let default = other.uses_default_features;
                let text = format!(
                    "version = '{}'\ndefault-features = {default}\nfeatures = {:?}",
                    other.req, other.features
                );
                all.insert(other.name.clone(), text);
            }
        }
    }
    all
}
