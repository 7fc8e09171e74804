//! Version 0: the local variables are fields.

use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    println,
};

// ANCHOR: MyGenerator
#[derive(Default)]
pub struct MyGenerator {
    a: u32,
}

impl Coroutine for MyGenerator {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        println!("i am generator and i am being executed");
        self.a = 1;
        Yielded(self.a)
        // … and how does the next resume get here?
    }
}
// ANCHOR_END: MyGenerator
