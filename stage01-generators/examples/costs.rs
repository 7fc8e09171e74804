//! What a pause costs, in allocations.

use alloc_count::count;
use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Exception, Result, StopIteration, co, println,
};

/// Yields what it is sent. Written by hand.
struct Echo;

impl Coroutine<Result<u32>> for Echo {
    type Yield = u32;
    type Return = Result;

    fn resume(&mut self, sent: Result<u32>) -> CoroutineState<u32, Result> {
        Yielded(sent.unwrap_or_default())
    }
}

// ANCHOR: main
fn main() {
    let resumes = |body: &mut dyn Coroutine<Result<u32>, Yield = u32, Return = Result>| {
        count(|| (0..100).for_each(|number| drop(body.resume(Ok(number))))).1
    };
    println!("by hand: a hundred resumes: {}", resumes(&mut Echo));

    let (mut echo, made) = count(|| {
        co(async |y| {
            let mut number = 0;
            loop {
                number = y.yield_(number).await?;
            }
        })
    });
    println!("co: made: {made}");
    println!("co: a hundred resumes: {}", resumes(&mut echo));

    let (_, exception) = count(|| Exception::from(StopIteration));
    println!("an exception: {exception}");
}
// ANCHOR_END: main
