//! Instructions, whose number is the same on a busy machine. Callgrind counts those of a process.

use std::process::Command;

/// True if valgrind is installed.
pub fn can_be_counted() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Valgrind, to be followed by the program whose instructions [`collected`] reads.
pub fn valgrind() -> Command {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind
}

/// The number of instructions in what callgrind has written to standard error.
pub fn collected(report: &str) -> Option<f64> {
    let (_, rest) = report.split_once("Collected : ")?;
    rest.split_whitespace().next()?.parse().ok()
}
