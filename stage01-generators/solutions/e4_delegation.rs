//! Exercise s1e4: delegation that loses nothing.

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

impl<A, B> Both<A, B> {
    fn new(first: A, second: B) -> Self {
        Both {
            first,
            second,
            first_result: None,
        }
    }
}

// ANCHOR: turn
/// One resume of a child, which ends with an exit that was thrown in, whatever it answers.
fn turn(
    child: &mut impl Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    sent: Sent,
) -> CoroutineState<i32, Result<i32>> {
    let closing = sent
        .as_ref()
        .err()
        .filter(|e| e.is::<GeneratorExit>())
        .cloned();
    match (child.resume(sent), closing) {
        (Complete(Ok(_)), Some(exit)) => Complete(Err(exit)),
        (turn, _) => turn,
    }
}
// ANCHOR_END: turn

// ANCHOR: Both
impl<A, B> Coroutine<Sent> for Both<A, B>
where
    A: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    B: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
{
    type Yield = i32;
    type Return = Result<(i32, i32)>;

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        if self.first_result.is_none() {
            match turn(&mut self.first, sent) {
                Yielded(value) => return Yielded(value),
                Complete(Err(e)) => return Complete(Err(e)),
                Complete(Ok(result)) => self.first_result = Some(result),
            }
            sent = Ok(None);
        }
        match turn(&mut self.second, sent) {
            Yielded(value) => Yielded(value),
            Complete(result) => {
                let first = self.first_result.unwrap_or_default();
                Complete(result.map(|second| (first, second)))
            }
        }
    }
}
// ANCHOR_END: Both

#[path = "../exercises/tests/e4_delegation.rs"]
mod tests;
