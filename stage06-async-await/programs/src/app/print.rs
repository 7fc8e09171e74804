//! Lines, whether they are read or not.

use futures::channel::oneshot;
use std::fmt::Display;
use std::io::{Write, stderr, stdout};
use std::thread;

/// Prints a line. That the reader has gone, or that the disk is full, changes nothing in what a program does.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Prints a line where errors go.
pub(crate) fn complain(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}

/// Prints on another thread: where a line is not read, that one waits, and not the loop.
pub(crate) async fn aside(print: impl FnOnce() + Send + 'static) {
    let (done, printed) = oneshot::channel::<()>();
    thread::spawn(move || {
        print();
        drop(done);
    });
    let _ = printed.await;
}
