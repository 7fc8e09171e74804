//! Exercise s3e3: cancel that cleans up.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Result, Routine, raising, yield_from,
};
use stage03::Wait;

/// Runs `body`, then `cleanup`, however `body` ended; ends as `body` did.
struct Finally<T> {
    body: Routine<Wait, T>,
    cleanup: Routine<Wait>,
    /// How `body` ended, once it has.
    ended: Option<Result<T>>,
}

impl<T> Finally<T> {
    fn new(body: Routine<Wait, T>, cleanup: Routine<Wait>) -> Self {
        Finally {
            body,
            cleanup,
            ended: None,
        }
    }
}

// ANCHOR: Finally
impl<T> Coroutine<Result> for Finally<T> {
    type Yield = Wait;
    type Return = Result<T>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<Wait, Result<T>> {
        raising(|| {
            if self.ended.is_none() {
                self.ended = Some(yield_from!(self.body, sent));
            }
            yield_from!(self.cleanup, sent)?;
            Ok(Complete(self.ended.take().expect("the body has ended")))
        })
    }
}
// ANCHOR_END: Finally

#[path = "../exercises/tests/e3_finally.rs"]
mod tests;
