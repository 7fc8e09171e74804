//! A naive generator, and the programs that break it: `cargo run -p stage01 --example naive_generator -- PROGRAM`.
#![allow(unreachable_pub)]

mod naive;

use naive::MyGenerator;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Generator, Result, StopIteration, println,
};
use std::{env, fmt, panic};

fn main() {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["first", "naive"] => first(&mut MyGenerator::new(Sum::NotStarted)),
        ["first", "ours"] => first(&mut Generator::new(Sum::NotStarted)),
        ["before", "naive"] => before(&mut MyGenerator::new(Sum::NotStarted)),
        ["before", "ours"] => before(&mut Generator::new(Sum::NotStarted)),
        ["after", "naive"] => after(&mut MyGenerator::new(Sum::NotStarted)),
        ["after", "ours"] => after(&mut Generator::new(Sum::NotStarted)),
        ["stop", "naive"] => stop(&mut MyGenerator::new(Sum::NotStarted)),
        ["stop", "ours"] => stop(&mut Generator::new(Sum::NotStarted)),
        ["deaf", "naive"] => deaf(&mut MyGenerator::new(Deaf)),
        ["deaf", "ours"] => deaf(&mut Generator::new(Deaf)),
        _ => println!("no such program"),
    }
}

// ANCHOR: Sum
/// Adds up what it is sent. Python: `while True: total += yield total`.
enum Sum {
    NotStarted,
    Total(i32),
    Ended,
}

impl Coroutine<Result<Option<i32>>> for Sum {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Result<Option<i32>>) -> CoroutineState<i32, Result<i32>> {
        let total = match (&self, sent) {
            (Self::NotStarted, _) => 0,
            (Self::Total(total), Ok(number)) => total + number.unwrap_or(0),
            (Self::Total(_), Err(error)) => {
                *self = Self::Ended;
                return Complete(Err(error));
            }
            (Self::Ended, _) => panic!("resumed after the end"),
        };
        *self = Self::Total(total);
        Yielded(total)
    }
}
// ANCHOR_END: Sum

// ANCHOR: Deaf
/// Python: `while True: try: yield 1; except: pass`.
struct Deaf;

impl Coroutine<Result<Option<i32>>> for Deaf {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, _: Result<Option<i32>>) -> CoroutineState<i32, Result<i32>> {
        Yielded(1)
    }
}
// ANCHOR_END: Deaf

type Answer = CoroutineState<i32, Result<i32>>;

/// What the programs call, for the naive version and ours.
trait Protocol {
    fn send(&mut self, value: Option<i32>) -> Answer;
    fn throw(&mut self, error: Exception) -> Answer;
    fn close(&mut self) -> Result;
}

impl<C> Protocol for MyGenerator<C>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<i32>>,
{
    fn send(&mut self, value: Option<i32>) -> Answer {
        self.send(value)
    }

    fn throw(&mut self, error: Exception) -> Answer {
        self.throw(error)
    }

    fn close(&mut self) -> Result {
        self.close()
    }
}

impl<C> Protocol for Generator<C, Option<i32>>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<i32>>,
{
    fn send(&mut self, value: Option<i32>) -> Answer {
        self.send(value)
    }

    fn throw(&mut self, error: Exception) -> Answer {
        self.throw(error)
    }

    fn close(&mut self) -> Result {
        self.close().map(|_| ())
    }
}

// ANCHOR: first
fn first(sum: &mut impl Protocol) {
    println!("send 5: {:?}", sum.send(Some(5)));
    println!("send 6: {:?}", sum.send(Some(6)));
}
// ANCHOR_END: first

// ANCHOR: before
fn before(sum: &mut impl Protocol) {
    println!("throw: {:?}", sum.throw(fmt::Error.into()));
}
// ANCHOR_END: before

// ANCHOR: after
fn after(sum: &mut impl Protocol) {
    sum.send(None);
    println!("throw: {:?}", sum.throw(fmt::Error.into()));
    println!("send 5: {:?}", sum.send(Some(5)));
}
// ANCHOR_END: after

// ANCHOR: stop
fn stop(sum: &mut impl Protocol) {
    sum.send(None);
    println!("throw: {:?}", sum.throw(StopIteration.into()));
}
// ANCHOR_END: stop

// ANCHOR: deaf
fn deaf(generator: &mut impl Protocol) {
    generator.send(None);
    println!("close: {:?}", generator.close());
}
// ANCHOR_END: deaf
