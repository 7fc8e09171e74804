//! What the user sees while it goes on: bars on a terminal, lines elsewhere.

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write, stderr, stdout};

/// Some bars below one another; none unless errors go to a terminal.
pub(crate) struct Progress(MultiProgress);

impl Progress {
    pub(crate) fn new() -> Self {
        Progress(MultiProgress::new())
    }

    /// A bar for one download.
    pub(crate) fn bar(&self, name: String) -> ProgressBar {
        let template = "{bar:20} {bytes:>10}/{total_bytes:<10} {wide_msg}";
        let style = ProgressStyle::with_template(template).expect("it can be parsed");
        let bar = ProgressBar::no_length().with_style(style);
        self.0.add(bar).with_message(name)
    }

    /// Leaves the bars as they are. What is printed from now on stands below them.
    pub(crate) fn end(self) {
        drop(self.0);
        if stderr().is_terminal() {
            eprintln!();
        }
    }

    /// Prints a line above the bars. Whoever was to read it may have gone.
    pub(crate) fn say(&self, line: &str) {
        self.0.suspend(|| drop(writeln!(stdout(), "{line}")));
    }

    /// Prints a line where errors go.
    pub(crate) fn complain(&self, line: &str) {
        self.0.suspend(|| eprintln!("{line}"));
    }
}
