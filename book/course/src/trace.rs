//! `cargo course trace`: hands over to `looptrace`, of the package `recorder`. It is built only now: the exercises need none of it.

use crate::{screen::Stop, workspace::Workspace};
use std::{
    env,
    ffi::OsString,
    io,
    process::{Command, ExitCode},
};

/// Runs `looptrace` with these words, in the reader's folder.
pub(crate) fn trace(words: impl Iterator<Item = OsString>) -> Result<ExitCode, Stop> {
    let workspace = Workspace::here_or_named()?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "recorder"]);
    cargo.args(["--no-default-features", "--features", "command"]);
    cargo.args(["--bin", "looptrace", "--manifest-path"]);
    cargo.arg(workspace.root.join("Cargo.toml"));
    // No variable, which a cargo that is traced would inherit.
    cargo.arg("--target-dir").arg(&workspace.target);
    cargo.arg("--").args(words);
    replaced_by(&mut cargo).map_err(|error| format!("cargo cannot be started: {error}.").into())
}

/// Becomes the command, so that signals are its own.
#[cfg(unix)]
fn replaced_by(command: &mut Command) -> io::Result<ExitCode> {
    Err(std::os::unix::process::CommandExt::exec(command))
}

#[cfg(not(unix))]
fn replaced_by(command: &mut Command) -> io::Result<ExitCode> {
    let code = command.status()?.code();
    let code = code.and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
