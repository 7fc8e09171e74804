//! A naive `take` and `chain`, and the programs that break them: `cargo run -p stage01 --example naive_take -- PROGRAM`.
#![allow(unreachable_pub)]

mod naive;

use naive::{Chain, Take};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};
use std::{env, panic};

fn main() {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    match env::args().nth(1).as_deref() {
        Some("ahead") => ahead(),
        Some("again") => again(),
        _ => println!("no such program"),
    }
}

// ANCHOR: Asks
/// Asks a server for one value at a time: for 1 to `last`.
struct Asks {
    next: u32,
    last: u32,
}

impl Coroutine for Asks {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        assert!(self.next <= self.last + 1, "resumed after the end");
        let asked = self.next;
        self.next += 1;
        if asked > self.last {
            return Complete(());
        }
        println!("  asks the server for {asked}");
        Yielded(asked)
    }
}
// ANCHOR_END: Asks

// ANCHOR: run
fn run(mut coroutine: impl Coroutine<Yield = u32, Return = ()>) {
    while let Yielded(value) = coroutine.resume(()) {
        println!("got {value}");
    }
    println!("the end");
}
// ANCHOR_END: run

// ANCHOR: ahead
fn ahead() {
    run(Take::new(Asks { next: 1, last: 9 }, 2));
}
// ANCHOR_END: ahead

// ANCHOR: again
fn again() {
    run(Chain::new(
        Asks { next: 1, last: 1 },
        Asks { next: 5, last: 6 },
    ));
}
// ANCHOR_END: again
