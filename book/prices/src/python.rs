//! Python's programs, where there is a Python.

use std::{
    io,
    process::{Command, Stdio},
};

const ECHO: &str = include_str!("echo.py");
const GROWTH: &str = include_str!("growth.py");

/// Its version, or `None` if there is no `python3`.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("python3").arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| version.trim().to_owned())
}

/// Runs one of the two programs.
pub(crate) fn command(program: &str) -> io::Result<Command> {
    let text = match program {
        "echo.py" => ECHO,
        _ => GROWTH,
    };
    let mut command = Command::new("python3");
    command.args(["-c", text]).stderr(Stdio::null());
    Ok(command)
}
