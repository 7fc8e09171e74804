//! Runs the tests of an exercise.

use crate::{
    exercise::Exercise,
    screen::{Screen, Stop},
    verdict::Verdict,
    workspace::Workspace,
};
use std::{
    env, io,
    process::{Command, Output, Stdio},
};

/// Builds and runs the tests. What the compiler says is shown if `aloud`.
///
/// # Errors
///
/// If cargo cannot be started.
pub(crate) fn tests(
    workspace: &Workspace,
    exercise: &Exercise,
    screen: &Screen,
    aloud: bool,
) -> Result<Verdict, Stop> {
    let name = &exercise.name;
    screen.status(&format!(
        "{name}: compiling (the first time takes longer) …"
    ))?;
    let mut build = cargo(workspace, exercise);
    build.arg("--no-run").stdout(Stdio::null());
    let messages = run(&mut build)?;
    screen.clear()?;
    if !messages.status.success() {
        if aloud {
            // The same again, for the reader's terminal: cargo asks it for its width and colours.
            run_shown(&mut build)?;
        }
        return Ok(Verdict::Uncompiled);
    }
    screen.status(&format!("{name}: running the tests …"))?;
    let mut tests = cargo(workspace, exercise);
    let out = run(tests.args(["--", "--format", "pretty", "--color", "never"]))?;
    screen.clear()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\r', "");
    let (stdout, stderr) = (text(&out.stdout), text(&out.stderr));
    // Cargo repeats the warnings of the build.
    let stderr = stderr
        .strip_prefix(&text(&messages.stderr))
        .unwrap_or(&stderr);
    Ok(Verdict::of(&stdout, stderr))
}

fn cargo(workspace: &Workspace, exercise: &Exercise) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&workspace.root);
    cargo.args(["test", "--quiet", "--test", &exercise.name]);
    // The pages' own command: with `--package` for all, cargo would build the dependencies with other features, once more.
    if let Some(package) = &exercise.package {
        cargo.args(["--package", package]);
    }
    cargo.env("CARGO_TARGET_DIR", &workspace.target);
    cargo.env("RUST_BACKTRACE", "0");
    cargo.stdin(Stdio::null());
    cargo
}

fn run(command: &mut Command) -> Result<Output, Stop> {
    command.output().map_err(unstarted)
}

fn run_shown(command: &mut Command) -> Result<(), Stop> {
    let shown = command.stderr(Stdio::inherit()).status();
    shown.map(drop).map_err(unstarted)
}

fn unstarted(error: io::Error) -> Stop {
    format!("cargo cannot be started: {error}.").into()
}
