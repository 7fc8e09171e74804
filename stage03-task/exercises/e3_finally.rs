//! Exercise s3e3: cancel that cleans up.
//!
//! Python: `try: await body` and `finally: await cleanup`. To say goodbye to a server takes time too: the cleanup is a
//! coroutine, and it waits.
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
/// - What is thrown while `body` runs is thrown into `body`. A cancel is one of those: `body` raises it again, most often.
/// - Then `cleanup` runs to its end, and waits where it has to. It starts with nothing thrown in.
/// - After that: returns what `body` returned, or raises what `body` raised.
/// - If `cleanup` itself raises, that comes out instead. What is thrown while `cleanup` runs, a cancel too, is thrown into `cleanup`.
/// - If it is cancelled before its first turn, neither of the two ever runs.
struct Finally<T> {
    body: Routine<Wait, T>,
    cleanup: Routine<Wait>,
    /// How `body` ended, once it has.
    ended: Option<Result<T>>,
}

impl<T> Coroutine<Result> for Finally<T> {
    type Yield = Wait;
    type Return = Result<T>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<Wait, Result<T>> {
        todo!()
    }
}

#[path = "tests/e3_finally.rs"]
mod tests;
