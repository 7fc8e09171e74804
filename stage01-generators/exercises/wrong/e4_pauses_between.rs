//! Rejected with: no turn may be lost between the children

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, Result,
};

type Sent = Result<Option<i32>>;

/// Runs `first`, then `second`, and returns both results.
struct Both<A, B> {
    first: A,
    second: B,
    /// The result of `first`, once it has ended.
    first_result: Option<i32>,
}

impl<A, B> Coroutine<Sent> for Both<A, B>
where
    A: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    B: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
{
    type Yield = i32;
    type Return = Result<(i32, i32)>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        let first_result = match self.first_result {
            Some(result) => result,
            None => {
                let closing = sent.as_ref().err().filter(|e| e.is::<GeneratorExit>()).cloned();
                match self.first.resume(sent) {
                    Yielded(value) => return Yielded(value),
                    Complete(Err(e)) => return Complete(Err(e)),
                    Complete(Ok(result)) => {
                        if let Some(exit) = closing {
                            return Complete(Err(exit));
                        }
                        self.first_result = Some(result);
                        return Yielded(result);
                    }
                }
            }
        };
        match self.second.resume(sent) {
            Yielded(value) => Yielded(value),
            Complete(result) => Complete(result.map(|second| (first_result, second))),
        }
    }
}

#[path = "../tests/e4_delegation.rs"]
mod tests;
