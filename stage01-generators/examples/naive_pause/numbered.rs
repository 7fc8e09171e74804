//! Version 1: the local variables are fields, and a number says where it is paused.

use crate::Connection;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};

// ANCHOR: Visit
#[derive(Default)]
pub struct Visit {
    place: u32,
    connection: Option<Connection>,
}

impl Coroutine for Visit {
    type Yield = &'static str;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<&'static str, ()> {
        match self.place {
            0 => {
                self.connection = Some(Connection::open());
                self.place = 1;
                Yielded("connected")
            }
            1 => {
                println!("  {}", self.connection.as_ref().unwrap().read());
                self.place = 2;
                Yielded("computing")
            }
            _ => Complete(()),
        }
    }
}
// ANCHOR_END: Visit
