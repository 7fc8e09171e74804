//! Exercises: how they are declared, and what stands beside them.

use crate::{
    outcome::{Outcome, of, run},
    page::{read, root},
    workspace::packages,
};
use course::answers::Answers;
use std::{collections::BTreeMap, path::PathBuf, process::Command};

/// One exercise: `s1e2` in the crate of stage 1.
#[derive(Debug)]
pub struct Exercise {
    /// `s1e2`.
    pub name: String,
    /// `e2_lines`, the name of its files.
    pub file: String,
    /// `stage01`.
    pub package: String,
    /// The crate's folder.
    pub folder: PathBuf,
}

/// All exercises, in order, and what is wrong with how they are declared.
pub fn declared() -> (Vec<Exercise>, Vec<String>) {
    let (mut exercises, mut problems) = (Vec::new(), Vec::new());
    for package in packages() {
        for target in package.targets.iter().filter(|t| {
            t.is_test()
                && t.src_path
                    .as_str()
                    .replace('\\', "/")
                    .contains("/exercises/")
        }) {
            let folder = PathBuf::from(
                package
                    .manifest_path
                    .parent()
                    .expect("a manifest lies in a folder"),
            );
            let file = target.src_path.file_stem().unwrap_or_default().to_string();
            let name = target.name.clone();
            if target.test {
                problems.push(format!("{name}: an unsolved stub must have `test = false`"));
            }
            let solution = folder.join("solutions").join(format!("{file}.rs"));
            let twin = package
                .targets
                .iter()
                .find(|t| t.name == format!("{name}-solution"));
            if twin.is_none_or(|twin| twin.src_path.as_std_path() != solution) {
                problems.push(format!(
                    "{name}: there is no target {name}-solution with the path solutions/{file}.rs"
                ));
            }
            exercises.push(Exercise {
                name,
                file,
                package: package.name.to_string(),
                folder,
            });
        }
    }
    (exercises, problems)
}

impl Exercise {
    /// What is missing beside it: hints, wrong answers, the shared tests.
    pub fn incomplete(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut missing = |what: &str| problems.push(format!("{}: {what}", self.name));
        let tests = format!("tests/{}.rs\"]\nmod tests;", self.file);
        for (path, tests) in [
            ("exercises", format!("\"{tests}")),
            ("solutions", format!("\"../exercises/{tests}")),
        ] {
            if !read(&self.folder.join(path).join(format!("{}.rs", self.file))).contains(&tests) {
                missing(&format!(
                    "{path}/{}.rs does not end with the provided tests",
                    self.file
                ));
            }
        }
        let hints = read(&self.folder.join("exercises/hints.md"));
        let section = hints
            .split("\n## ")
            .find(|section| section.starts_with(&self.name))
            .unwrap_or_default();
        if section.matches("<details>").count() != 3 {
            missing("exercises/hints.md does not give three folded hints under its name");
        }
        let wrong = match Answers::of(&self.answers()) {
            None => 0,
            Some(Ok(answers)) => answers.wrong.len(),
            Some(Err(problem)) => {
                missing(&problem);
                0
            }
        };
        if wrong < 3 {
            missing("it has fewer than three wrong answers");
        }
        problems
    }

    /// The file with its answers.
    pub fn answers(&self) -> PathBuf {
        let (number, _) = self.file.split_once('_').unwrap_or((&self.file, ""));
        self.folder.join(format!("exercises/wrong/{number}.toml"))
    }

    /// Runs a target of this exercise's package. One that is not among the binaries is left to cargo, which says why.
    pub(crate) fn run(&self, target: &str, binaries: &BTreeMap<String, PathBuf>) -> Outcome {
        let mut outcome = match binaries.get(target) {
            Some(binary) => of(Command::new(binary).current_dir(&self.folder)),
            None => run(&root(), &["--package", &self.package, "--test", target]),
        };
        // An exercise may bring earlier ones along, with their tests: those are judged where they belong.
        outcome.passed.retain(|name, _| name.starts_with("tests::"));
        outcome
    }
}
