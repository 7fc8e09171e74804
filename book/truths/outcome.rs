//! What tests did.

use crate::workspace::target;
use std::{collections::BTreeMap, path::Path, process::Command};

/// What the tests of one target did: its tests by name, and whether each passed, with all that was printed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The tests.
    pub passed: BTreeMap<String, bool>,
    /// The whole output.
    pub output: String,
}

/// Runs the tests of a target.
pub(crate) fn run(folder: &Path, target: &[&str]) -> Outcome {
    let mut cargo = cargo(folder);
    cargo.args(["test", "--no-fail-fast"]).args(target);
    of(&mut cargo)
}

/// Runs a command that runs tests.
pub(crate) fn of(command: &mut Command) -> Outcome {
    command.env_remove("RUST_BACKTRACE");
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
