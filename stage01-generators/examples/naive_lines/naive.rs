//! Version 1: a `Result` is handed in.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result,
};
use std::mem;

// ANCHOR: Lines
#[derive(Default)]
pub struct Lines {
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
// ANCHOR_END: Lines
