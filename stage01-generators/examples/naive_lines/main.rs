//! Naive ways to hand something in, and the programs that break them: `cargo run -p stage01 --example naive_lines -- PROGRAM`.
#![allow(unreachable_pub)]

mod naive;
mod polite;
mod retries;
mod sentinel;

use naive::Lines;
use sentinel::Message;
use stage01::{
    Coroutine, CoroutineState::Complete, Exception, GeneratorExit, Result, StopIteration, println,
};
use std::{
    env,
    io::{self, ErrorKind},
};

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["empty", "sentinel"] => empty(),
        ["lost", "sentinel"] => lost_message(),
        ["lost", "naive"] => lost(),
        ["half", "naive"] => half(),
        ["close", "retries"] => close(retries::Connect),
        ["close", "polite"] => close(polite::Connect),
        ["sizes"] => sizes(),
        _ => println!("no such program"),
    }
}

// ANCHOR: empty
fn empty() {
    let mut message = Message::default();
    message.resume("pay Bob 100");
    let state = message.resume(""); // the sender flushed, and had nothing to send
    println!("{state:?}");
}
// ANCHOR_END: empty

// ANCHOR: lost_message
fn lost_message() {
    let mut message = Message::default();
    message.resume("pay Bob 100");
    // The connection is lost here. What can the caller say?
    println!("{:?}", message.resume(""));
}
// ANCHOR_END: lost_message

// ANCHOR: lost
fn lost() {
    let mut lines = Lines::default();
    lines.resume(Ok(Some("pay Bob 100")));
    let error = io::Error::from(ErrorKind::ConnectionReset);
    println!("{:?}", lines.resume(Err(Exception::from(error))));
}
// ANCHOR_END: lost

// ANCHOR: half
fn half() {
    let mut lines = Lines::default();
    println!("{:?}", lines.resume(Ok(Some("pay Bob 100"))));
    println!("{:?}", lines.resume(Ok(Some("0\npay Eve 5"))));
    if let Complete(rest) = lines.resume(Err(StopIteration.into())) {
        println!("the rest: {rest:?}");
    }
}
// ANCHOR_END: half

// ANCHOR: close
fn close(mut body: impl Coroutine<Result, Yield = &'static str, Return = Result>) {
    println!("{:?}", body.resume(Ok(())));
    let refused = io::Error::from(ErrorKind::ConnectionRefused);
    println!("{:?}", body.resume(Err(refused.into())));
    println!("{:?}", body.resume(Err(GeneratorExit.into()))); // please end
}
// ANCHOR_END: close

fn sizes() {
    println!("a chunk: {} bytes", size_of::<Option<&str>>());
    println!(
        "a Result of one: {} bytes",
        size_of::<Result<Option<&str>>>()
    );
}
