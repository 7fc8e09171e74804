//! Exercise s1e2: lines out of chunks, with a return value.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, StopIteration,
};

/// Takes chunks of text, yields the lines that each chunk completes, and returns the unfinished rest.
#[derive(Default)]
struct Lines {
    rest: String,
}

// ANCHOR: Lines
impl Coroutine<Result<Option<&'static str>>> for Lines {
    type Yield = Vec<String>;
    type Return = Result<String>;

    fn resume(
        &mut self,
        sent: Result<Option<&'static str>>,
    ) -> CoroutineState<Vec<String>, Result<String>> {
        match sent {
            Ok(chunk) => self.rest.push_str(chunk.unwrap_or_default()),
            Err(e) if e.is::<StopIteration>() => {
                return Complete(Ok(std::mem::take(&mut self.rest)));
            }
            Err(e) => return Complete(Err(e)),
        }
        let mut lines = Vec::new();
        while let Some((line, rest)) = self.rest.split_once('\n') {
            lines.push(line.to_string());
            self.rest = rest.to_string();
        }
        Yielded(lines)
    }
}
// ANCHOR_END: Lines

#[path = "../exercises/tests/e2_lines.rs"]
mod tests;
