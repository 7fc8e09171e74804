//! What the user sees while it goes on: bars on a terminal, lines elsewhere.

use super::{aside, complain, say};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};

/// Some bars below one another; none unless errors go to a terminal.
pub(crate) struct Progress(MultiProgress);

impl Progress {
    pub(crate) fn new() -> Self {
        Progress(MultiProgress::new())
    }

    /// A bar for one download.
    pub(crate) fn bar(&self, name: String) -> ProgressBar {
        let bar = self.0.add(ProgressBar::no_length()).with_message(name);
        expect(&bar, None);
        bar
    }

    /// Leaves the bars as they are. What is printed from now on comes below them.
    pub(crate) fn end(self) {
        drop(self.0);
        if stderr().is_terminal() {
            complain("");
        }
    }

    /// Prints a line above the bars.
    pub(crate) async fn say(&self, line: String) {
        self.print(stdout(), || say(line)).await;
    }

    /// Prints a line where errors go.
    pub(crate) async fn complain(&self, line: String) {
        self.print(stderr(), || complain(line)).await;
    }

    /// On a terminal at once, as a bar must not be drawn meanwhile.
    async fn print(&self, to: impl IsTerminal, print: impl FnOnce() + Send + 'static) {
        let _ = self.0.clear(); // they are drawn again when they move
        match to.is_terminal() {
            true => print(),
            false => aside(print).await,
        }
    }
}

/// Begins a bar, of a download whose length may be known.
pub(crate) fn expect(bar: &ProgressBar, length: Option<u64>) {
    let template = match length {
        Some(_) => "{wide_msg} {bar:8} {bytes:>10} {bytes_per_sec:>12} {eta:>4}",
        None => "{wide_msg} {bytes:>10} {bytes_per_sec:>12}",
    };
    bar.set_style(ProgressStyle::with_template(template).expect("it can be parsed"));
    length.map_or_else(|| bar.unset_length(), |length| bar.set_length(length));
    bar.reset();
}
