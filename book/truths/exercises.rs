//! Exercises: stubs fail, solutions pass, wrong answers fail with the right words, and no test is passed by all of them.

use crate::{
    answers::Answers,
    page::{read, root},
};
use cargo_metadata::{Metadata, MetadataCommand, Package};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

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

/// What the tests of one target did: its tests by name, and whether each passed, with all that was printed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The tests.
    pub passed: BTreeMap<String, bool>,
    /// The whole output.
    pub output: String,
}

/// Cargo's view of the workspace.
///
/// # Panics
///
/// If cargo cannot tell.
fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    let ask = || MetadataCommand::new().no_deps().current_dir(root()).exec();
    METADATA.get_or_init(|| ask().expect("cargo knows its workspace"))
}

/// The workspace's packages.
pub fn packages() -> Vec<Package> {
    metadata().packages.clone()
}

/// The folder that cargo builds in.
pub fn target() -> PathBuf {
    metadata().target_directory.clone().into()
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
        let wrong = match Answers::of(self) {
            None => self.wrong_answers().len(),
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

    /// The file with its answers as data, which need not be there.
    pub fn answers(&self) -> PathBuf {
        let (number, _) = self.file.split_once('_').unwrap_or((&self.file, ""));
        self.folder.join(format!("exercises/wrong/{number}.toml"))
    }

    /// The files of its wrong answers.
    pub fn wrong_answers(&self) -> Vec<PathBuf> {
        let (number, _) = self.file.split_once('_').unwrap_or((&self.file, ""));
        let all = fs::read_dir(self.folder.join("exercises/wrong"))
            .into_iter()
            .flatten()
            .flatten();
        let mut of_this: Vec<_> = all.map(|entry| entry.path()).collect();
        of_this.retain(|path| {
            path.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(&format!("{number}_")))
        });
        of_this.sort();
        of_this
    }

    /// Runs a target of this exercise's package.
    pub fn run(&self, target: &str) -> Outcome {
        test(&root(), &["--package", &self.package, "--test", target])
    }
}

/// What is wrong with a stub that did `stub`, where its solution did `solution`. It fails every test. If the wrong
/// answers are data it fails one or more, and [`untested`] looks after the rest.
pub fn judge_stub(name: &str, data: bool, stub: &Outcome, solution: &Outcome) -> Vec<String> {
    let mut problems = Vec::new();
    if stub.passed.is_empty() || !stub.passed.keys().eq(solution.passed.keys()) {
        problems.push(format!(
            "{name}: stub and solution do not run the same tests\n{}",
            stub.output
        ));
    }
    if data && stub.passed.values().all(|passed| *passed) {
        problems.push(format!("{name}: the unsolved stub passes all tests"));
    }
    for (test, _) in (stub.passed.iter()).filter(|(_, passed)| !data && **passed) {
        problems.push(format!(
            "{name}: {test} passes on the unsolved stub, so it tests nothing"
        ));
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

/// Runs a target with the tests of an exercise.
pub(crate) fn test(folder: &Path, target: &[&str]) -> Outcome {
    let mut outcome = run(folder, target);
    // An exercise may bring earlier ones along, with their tests: those are judged where they belong.
    outcome.passed.retain(|name, _| name.starts_with("tests::"));
    outcome
}

/// Runs the tests of a target.
pub(crate) fn run(folder: &Path, target: &[&str]) -> Outcome {
    let mut cargo = cargo(folder);
    cargo.args(["test", "--no-fail-fast"]).args(target);
    outcome(&mut cargo)
}

/// Runs a command that runs tests.
pub(crate) fn outcome(command: &mut Command) -> Outcome {
    let out = command.output().expect("it can be started");
    let output = [out.stdout, out.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat();
    let results = output
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "));
    let passed = results
        .map(|(name, result)| (name.to_string(), result.starts_with("ok")))
        .collect();
    Outcome { passed, output }
}

/// Cargo in this folder, building where the workspace does.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", target());
    cargo.env_remove("RUST_BACKTRACE");
    cargo
}
