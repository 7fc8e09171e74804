//! Naive ways to call a function that pauses, and the programs that break them:
//! `cargo run -p stage01 --example naive_delegation -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod for_loop;
mod naive;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, Result, println, raising, yield_from,
};
use std::env;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (a, b) = (|| pays("a"), || pays("b"));
    match args[..] {
        ["bills", "for_loop"] => bills(for_loop::Both::new(a(), b())),
        ["bills", "naive"] => bills(naive::Both::new(a(), b())),
        ["bills", "ours"] => bills(Both::new(a(), b())),
        ["close", "naive"] => close(naive::Both::new(a(), b())),
        ["close", "ours"] => close(Both::new(a(), b())),
        _ => println!("no such program"),
    }
}

type Sent = Result<Option<i32>>;

// ANCHOR: Pays
/// Pays one bill, the first number that it is sent, and returns how much it has paid.
struct Pays {
    name: &'static str,
    paid: i32,
}

impl Coroutine<Sent> for Pays {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<i32>> {
        match sent {
            Ok(None) => Yielded(self.paid),
            Ok(Some(bill)) => {
                println!("  {} pays {bill}", self.name);
                self.paid += bill;
                Complete(Ok(self.paid))
            }
            Err(e) if e.is::<GeneratorExit>() => Complete(Ok(self.paid)), // told to end: it ends
            Err(e) => Complete(Err(e)),
        }
    }
}
// ANCHOR_END: Pays

fn pays(name: &'static str) -> Pays {
    Pays { name, paid: 0 }
}

// ANCHOR: bills
fn bills(mut both: impl Coroutine<Sent, Yield = i32, Return = Result<(i32, i32)>>) {
    for sent in [None, Some(5), Some(7)] {
        let state = both.resume(Ok(sent));
        println!("{state:?}");
        if let Complete(_) = state {
            return;
        }
    }
}
// ANCHOR_END: bills

// ANCHOR: close
fn close(mut both: impl Coroutine<Sent, Yield = i32, Return = Result<(i32, i32)>>) {
    println!("{:?}", both.resume(Ok(None)));
    println!("{:?}", both.resume(Err(GeneratorExit.into())));
}
// ANCHOR_END: close

// ANCHOR: Both
struct Both<A, B> {
    first: A,
    second: B,
    first_result: Option<i32>,
}

impl<A, B> Coroutine<Sent> for Both<A, B>
where
    A: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
    B: Coroutine<Sent, Yield = i32, Return = Result<i32>>,
{
    type Yield = i32;
    type Return = Result<(i32, i32)>;

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<i32, Result<(i32, i32)>> {
        raising(|| {
            let first = match self.first_result {
                Some(first) => first,
                None => *self.first_result.insert(yield_from!(self.first, sent)?),
            };
            let second = yield_from!(self.second, sent)?;
            Ok(Complete(Ok((first, second))))
        })
    }
}
// ANCHOR_END: Both

impl<A, B> Both<A, B> {
    fn new(first: A, second: B) -> Self {
        Both {
            first,
            second,
            first_result: None,
        }
    }
}
