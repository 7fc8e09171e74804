//! Rejected with: the whole must still end with it

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result,
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

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        if self.first_result.is_none() {
            match self.first.resume(sent) {
                Yielded(value) => return Yielded(value),
                Complete(Err(e)) => return Complete(Err(e)),
                Complete(Ok(result)) => self.first_result = Some(result),
            }
            sent = Ok(None);
        }
        match self.second.resume(sent) {
            Yielded(value) => Yielded(value),
            Complete(result) => {
                let first = self.first_result.unwrap_or_default();
                Complete(result.map(|second| (first, second)))
            }
        }
    }
}

#[path = "../tests/e4_delegation.rs"]
mod tests;
