//! A body that gives up if it is told to.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, Result, println,
};

// ANCHOR: Connect
pub struct Connect;

impl Coroutine<Result> for Connect {
    type Yield = &'static str;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<&'static str, Result> {
        if let Err(error) = sent {
            if error.is::<GeneratorExit>() {
                return Complete(Err(error));
            }
            println!("  {error}: trying again");
        }
        Yielded("connecting")
    }
}
// ANCHOR_END: Connect
