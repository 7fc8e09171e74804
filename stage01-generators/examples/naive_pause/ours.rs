//! Ours: each place where it can be paused is a variant, with the local variables that are needed from there.

use crate::Connection;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};

// ANCHOR: Visit
#[derive(Default)]
pub enum Visit {
    #[default]
    Start,
    Connected(Connection),
    Computing,
}

impl Coroutine for Visit {
    type Yield = &'static str;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<&'static str, ()> {
        match self {
            Self::Start => {
                *self = Self::Connected(Connection::open());
                Yielded("connected")
            }
            Self::Connected(connection) => {
                println!("  {}", connection.read());
                *self = Self::Computing;
                Yielded("computing")
            }
            Self::Computing => Complete(()),
        }
    }
}
// ANCHOR_END: Visit
