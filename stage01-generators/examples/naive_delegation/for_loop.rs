//! Version 0: `for value in child: yield value`, twice.

use crate::Sent;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result,
};

// ANCHOR: Both
pub struct Both<A, B> {
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

    fn resume(&mut self, _: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        if self.first_result.is_none() {
            match self.first.resume(Ok(None)) {
                Yielded(value) => return Yielded(value),
                Complete(Err(e)) => return Complete(Err(e)),
                Complete(Ok(result)) => self.first_result = Some(result),
            }
        }
        match self.second.resume(Ok(None)) {
            Yielded(value) => Yielded(value),
            Complete(result) => {
                let first = self.first_result.unwrap_or_default();
                Complete(result.map(|second| (first, second)))
            }
        }
    }
}
// ANCHOR_END: Both

impl<A, B> Both<A, B> {
    pub fn new(first: A, second: B) -> Self {
        Both {
            first,
            second,
            first_result: None,
        }
    }
}
