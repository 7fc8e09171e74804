//! Exercise s3e3: cancel that cleans up.
//!
//! Python: `try: await body` and `finally: await cleanup`. To say goodbye to a server takes time, too: the cleanup is a
//! coroutine, and it waits. The version below is one of a hurry: it cleans up only if nothing went wrong.
//!
//! Run the tests: `cargo test --test s3e3`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Result, Routine, raising, yield_from,
};
use stage03::Wait;

/// Runs `body`, then `cleanup`, however `body` ended; ends as `body` did.
///
/// - An exception that is thrown in while `body` runs, as by a cancel, is thrown into `body`. `body` may let it through,
///   catch it, or raise another one.
/// - When `body` has ended, by a value or an exception, `cleanup` runs to its end, and may wait. It starts with nothing
///   thrown in. (`yield_from!` leaves `sent` empty.)
/// - After that: returns what `body` returned, or raises what `body` raised.
/// - If `cleanup` raises, that comes out instead, even if `body` raised, too.
/// - An exception that is thrown in while `cleanup` runs is thrown into `cleanup`, which may catch it and go on.
///
/// (A cancel before the first step runs neither of the two: a `Task` does not start a coroutine then.)
struct Finally<T> {
    body: Routine<Wait, T>,
    cleanup: Routine<Wait>,
}

impl<T> Finally<T> {
    fn new(body: Routine<Wait, T>, cleanup: Routine<Wait>) -> Self {
        Finally { body, cleanup }
    }
}

// ANCHOR: Finally
impl<T> Coroutine<Result> for Finally<T> {
    type Yield = Wait;
    type Return = Result<T>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<Wait, Result<T>> {
        raising(|| {
            let value = yield_from!(self.body, sent)?;
            yield_from!(self.cleanup, sent)?;
            Ok(Complete(Ok(value)))
        })
    }
}
// ANCHOR_END: Finally

#[path = "tests/e3_finally.rs"]
mod tests;
