//! How deep a delegation may be. Python stops at about 1,000 levels; ours stops when 1.5 MiB of the stack are used.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    RecursionError, Result, Routine, println, raising, yield_from,
};
use std::thread;

/// Yields forever.
struct Bottom;

impl Coroutine<Result> for Bottom {
    type Yield = &'static str;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<&'static str, Result> {
        raising(|| sent.map(|()| Yielded("hello from below")))
    }
}

// ANCHOR: Level
/// Python: `yield from self.0`.
struct Level(Routine<&'static str>);

impl Coroutine<Result> for Level {
    type Yield = &'static str;
    type Return = Result;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<&'static str, Result> {
        raising(|| Ok(Complete(yield_from!(self.0, sent))))
    }
}
// ANCHOR_END: Level

fn chain(levels: usize) -> Routine<&'static str> {
    (0..levels).fold(Box::new(Bottom), |below, _| Box::new(Level(below)))
}

fn main() {
    // A thread of its own has 2 MiB of stack on every system.
    let program = thread::spawn(|| {
        for levels in [100, 20_000] {
            match chain(levels).resume(Ok(())) {
                Yielded(word) => println!("{levels} levels: {word}"),
                Complete(Err(e)) if e.is::<RecursionError>() => println!("{levels} levels: {e}"),
                Complete(_) => unreachable!("the bottom has no end"),
            }
        }
    });
    program.join().expect("it does not panic");
}
