//! Naive ways to write a function that pauses, and the programs that break them:
//! `cargo run -p stage01 --example naive_pause -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod forgetful;
mod numbered;
mod ours;

use stage01::{Coroutine, CoroutineState::Yielded, println};
use std::env;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["two", "forgetful"] => two(),
        ["visit", "numbered"] => visit(numbered::Visit::default()),
        ["visit", "ours"] => visit(ours::Visit::default()),
        _ => println!("no such program"),
    }
}

// ANCHOR: two
fn two() {
    let mut g = forgetful::MyGenerator::default();
    println!("{:?}", g.resume(()));
    println!("{:?}", g.resume(()));
}
// ANCHOR_END: two

// ANCHOR: Connection
/// A connection that tells when it is opened and closed.
struct Connection;

impl Connection {
    fn open() -> Self {
        println!("  the connection is opened");
        Connection
    }

    fn read(&self) -> &'static str {
        "hello"
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        println!("  the connection is closed");
    }
}
// ANCHOR_END: Connection

// ANCHOR: visit
fn visit(mut visit: impl Coroutine<Yield = &'static str, Return = ()>) {
    while let Yielded(doing) = visit.resume(()) {
        println!("paused: {doing}");
    }
    println!("the end");
}
// ANCHOR_END: visit
