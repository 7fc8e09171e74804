//! Naive ways to run many coroutines, and the programs that break them:
//! `cargo run -p stage01 --example naive_merge -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod naive;
mod one_by_one;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    print, println,
};
use std::env;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["endless", "one_by_one"] => run(one_by_one::Merge::new(endless())),
        ["endless", "naive"] => run(naive::Merge::new(endless())),
        ["ends", "naive"] => run(naive::Merge::new(ends())),
        _ => println!("no such program"),
    }
}

// ANCHOR: Client
/// A client with some requests. Yields one of them at a time, and returns its name.
struct Client {
    name: char,
    requests: u32,
    sent: u32,
}

impl Coroutine for Client {
    type Yield = String;
    type Return = char;

    fn resume(&mut self, (): ()) -> CoroutineState<String, char> {
        if self.sent == self.requests {
            return Complete(self.name);
        }
        self.sent += 1;
        Yielded(format!("{}{}", self.name, self.sent))
    }
}
// ANCHOR_END: Client

fn client(name: char, requests: u32) -> Client {
    let sent = 0;
    Client {
        name,
        requests,
        sent,
    }
}

// ANCHOR: endless
fn endless() -> Vec<Client> {
    vec![client('a', u32::MAX), client('b', 2)]
}
// ANCHOR_END: endless

// ANCHOR: ends
fn ends() -> Vec<Client> {
    vec![
        client('a', 2),
        client('b', 1),
        client('c', 2),
        client('d', 2),
    ]
}
// ANCHOR_END: ends

// ANCHOR: run
/// Shows the first ten requests, and what the merge returns.
fn run(mut merge: impl Coroutine<Yield = String, Return = Vec<char>>) {
    for _ in 0..10 {
        match merge.resume(()) {
            Yielded(request) => print!("{request} "),
            Complete(names) => return println!("\nthe results: {names:?}"),
        }
    }
    println!("…");
}
// ANCHOR_END: run
