//! Exercise s1e2: lines out of chunks, with a return value.
//!
//! Bytes arrive from a network in chunks that know nothing of lines. This machine is told of each chunk by a value, and
//! of the end by an exception. It is the naive version of the page. The tests use `Lines::default()` and `resume`.
//!
//! Run the tests: `cargo test --test s1e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, StopIteration,
};
use std::mem;

/// Takes chunks of text, yields the lines that each chunk completes, and returns the unfinished rest.
///
/// - A line ends with `'\n'` and with nothing else. The `'\n'` is not part of what is yielded. Everything else is: letters
///   of any alphabet, spaces, `'\r'`, and lines in which there is nothing.
/// - What comes after the last `'\n'` is no line yet. It is the beginning of the next one.
/// - `Ok(None)` says nothing: there was no chunk, so it ends no line. The first `resume` is one of those.
/// - A `StopIteration` that is thrown in means: no more chunks. Return what is left of the last line, as it came.
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
        let Ok(chunk) = sent else {
            return Complete(Ok(mem::take(&mut self.rest))); // no more chunks
        };
        let text = mem::take(&mut self.rest) + chunk.unwrap_or_default();
        Yielded(text.lines().map(String::from).collect())
    }
}

#[path = "tests/e2_lines.rs"]
mod tests;
