//! A body that never gives up.

use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Result, println,
};

// ANCHOR: Connect
pub struct Connect;

impl Coroutine<Result> for Connect {
    type Yield = &'static str;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<&'static str, Result> {
        if let Err(error) = sent {
            println!("  {error}: trying again");
        }
        Yielded("connecting")
    }
}
// ANCHOR_END: Connect
