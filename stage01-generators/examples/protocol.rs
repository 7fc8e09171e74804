//! Python's rules for starting, and the four states. Rows 001f to 001i and 001m of the source documents.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Generator, Result, println, raising,
};

// ANCHOR: Subgen
/// Python:
///
/// ```python
/// def subgen():
///     message = yield
///     print(message)
/// ```
enum Subgen {
    Start,
    AwaitingMessage,
}

impl Coroutine<Result<Option<&'static str>>> for Subgen {
    type Yield = ();
    type Return = Result;

    fn resume(&mut self, sent: Result<Option<&'static str>>) -> CoroutineState<(), Result> {
        raising(|| match self {
            Self::Start => {
                *self = Self::AwaitingMessage;
                Ok(Yielded(()))
            }
            Self::AwaitingMessage => {
                let message = sent?; // raises here what was thrown in
                println!("{}", message.unwrap_or("None"));
                Ok(Complete(Ok(())))
            }
        })
    }
}
// ANCHOR_END: Subgen

type Subgenerator = Generator<Subgen, Option<&'static str>>;

fn subgen() -> Subgenerator {
    Generator::new(Subgen::Start)
}

/// The documents' decorator: a generator that has been started already ("primed").
fn primed_subgen() -> Subgenerator {
    let mut generator = subgen();
    generator.next();
    generator
}

// ANCHOR: main
fn main() {
    println!("[001f] the first send must be empty");
    if let Complete(Err(e)) = subgen().send("too early") {
        println!("{e}");
    }

    println!("\n[001g] priming: run to the first yield");
    let mut i = subgen();
    println!("next() -> {:?}", i.next());

    println!("\n[001h] the states");
    let mut i = subgen();
    println!("{:?}", i.state());
    i.next();
    println!("{:?}", i.state());
    i.send("x");
    println!("{:?}", i.state());

    println!("\n[001i] the end is an answer too");
    let mut i = subgen();
    i.next();
    if let Complete(Ok(value)) = i.send("Hello") {
        println!("Complete(Ok({value:?}))");
    }

    println!("\n[001m] primed when it is made");
    let mut g = primed_subgen();
    println!("{:?}", g.state());
    g.send("Hello");
    println!("{:?}", g.state());
}
// ANCHOR_END: main
