//! Lines, whether they are read or not.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

/// Prints a line. That the reader has gone, or that the disk is full, changes nothing in what a program does.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Prints a line where errors go.
pub(crate) fn complain(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}
