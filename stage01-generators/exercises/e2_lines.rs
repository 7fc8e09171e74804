//! Exercise s1e2: lines out of chunks, with a return value.
//!
//! Bytes arrive from a network in chunks that know nothing of lines. This machine is told of each
//! chunk by `send`, and of the end by `throw(StopIteration)`: the running average of the chapter, with a
//! memory that matters.
//!
//! Run the tests: `cargo test --test s1e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, StopIteration,
};

/// Takes chunks of text, yields the lines that each chunk completes, and returns the unfinished rest.
///
/// - A line ends with `'\n'`, which is not part of what is yielded.
/// - `Ok(None)` says nothing: there was no chunk, so it ends no lines. The first `resume` is one of those.
/// - A `StopIteration` that is thrown in means: no more chunks. Return what is left of the last line.
/// - Any other exception is the caller's, and goes back to the caller.
#[derive(Default)]
struct Lines {
    rest: String,
}

impl Coroutine<Result<Option<&'static str>>> for Lines {
    type Yield = Vec<String>;
    type Return = Result<String>;

    fn resume(
        &mut self,
        sent: Result<Option<&'static str>>,
    ) -> CoroutineState<Vec<String>, Result<String>> {
        todo!()
    }
}

#[path = "tests/e2_lines.rs"]
mod tests;
