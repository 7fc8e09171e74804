//! The stop before an operation. Others go on there: other threads and tasks, and what comes from outside.

use std::cell::Cell;
use std::panic::Location;

use crate::baton::{Op, me};
use crate::step::Line;
use crate::world::moment;

thread_local! {
    /// The number of operations that this thread has done.
    static DONE: Cell<usize> = const { Cell::new(0) };
    /// The line that is to be told as that of the next operation.
    static HERE: Cell<Option<&'static Location<'static>>> = const { Cell::new(None) };
    /// True while this thread does not stop.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a function without stops, to set a program up.
pub fn quietly<T>(function: impl FnOnce() -> T) -> T {
    let before = QUIET.replace(true);
    let result = function();
    QUIET.set(before);
    result
}

/// Returns a callback, and remembers the line that is about to call it: its first operation is told as one of this line.
#[track_caller]
pub fn here<T>(callback: &T) -> &T {
    HERE.set(Some(Location::caller()));
    callback
}

/// A step that does nothing: another thread may come here.
#[track_caller]
pub fn pause(what: &'static str) {
    stop(what, Location::caller(), || true);
}

/// Returns the number of operations that this thread has done.
pub(crate) fn operations() -> usize {
    DONE.get()
}

/// Stops before an operation, until the explorer picks this thread.
pub(crate) fn stop(
    what: &'static str,
    at: &'static Location<'static>,
    enabled: impl Fn() -> bool + Send + 'static,
) {
    if QUIET.get() || std::thread::panicking() {
        return;
    }
    let Some(me) = me() else {
        return moment(at, &enabled);
    };
    DONE.set(DONE.get() + 1);
    me.stop(Op {
        what,
        line: Line::find(HERE.take().unwrap_or(at)),
        enabled: Box::new(enabled),
    });
}
