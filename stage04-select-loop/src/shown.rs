//! A task that is looked at while it runs.

use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Result, println,
};
use stage04::Request;

/// A coroutine that prints what it asks, and when it goes on.
pub(crate) struct Shown<C>(pub(crate) &'static str, pub(crate) C);

impl<C: Coroutine<Result, Yield = Request>> Coroutine<Result> for Shown<C> {
    type Yield = Request;
    type Return = C::Return;

    fn resume(&mut self, sent: Result) -> CoroutineState<Request, C::Return> {
        let Shown(name, routine) = self;
        let state = routine.resume(sent);
        match &state {
            Yielded(request) => println!("  {name} asks {request:?}"),
            _ => println!("  {name} has ended"),
        }
        state
    }
}
