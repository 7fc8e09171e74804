//! A channel in its first version, and the programs that break it:
//! `cargo run -p stage06 --example naive_channel -- PROGRAM VERSION`.

#[path = "../naive_executor/latch.rs"]
mod latch;
mod naive;

use latch::Latch;
use stage01::{eprintln, println};
use stage06::{block_on::block_on, combine::race, executor::Executor};
use std::{cell::RefCell, process::ExitCode};

mod with_naive {
    use super::{Executor, Latch, RefCell, block_on, finish, naive::*, println, run, until};
    include!("programs.rs");
}

mod with_ours {
    use super::{Executor, Latch, RefCell, block_on, finish, println, run, until};
    use stage06::channel::*;
    include!("programs.rs");
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["pipeline", "naive"] => with_naive::pipeline(),
        ["pipeline", "ours"] => with_ours::pipeline(),
        ["ends", "naive"] => with_naive::ends(),
        ["ends", "ours"] => with_ours::ends(),
        ["gives-up", "naive"] => with_naive::gives_up(),
        ["gives-up", "ours"] => with_ours::gives_up(),
        ["in-one-turn", "naive"] => with_naive::in_one_turn(),
        ["in-one-turn", "ours"] => with_ours::in_one_turn(),
        ["turns"] => turns(),
        _ => {
            eprintln!("usage: naive_channel pipeline|ends|gives-up|in-one-turn naive|ours");
            eprintln!("       naive_channel turns");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Runs until no task is ready.
fn run(executor: &Executor) {
    while !executor.begin_park() {
        executor.run_ready();
    }
    executor.end_park();
}

/// Runs until no task is ready, and says so if tasks are left.
fn finish(executor: &Executor) {
    run(executor);
    if !executor.is_empty() {
        println!("(no task is ready, and tasks wait)");
    }
}

// ANCHOR: until
/// Gives up when the latch opens.
async fn until(latch: Latch, future: impl Future<Output = ()>) {
    let gives_up = async {
        latch.wait().await;
        println!("the first gives up");
    };
    race(gives_up, future).await;
}
// ANCHOR_END: until

/// How often two tasks change turns for a thousand messages.
fn turns() {
    for capacity in [1, 10, 100] {
        let (sender, mut receiver) = stage06::channel::channel(capacity);
        let executor = Executor::new(|| ());
        executor.spawn(async move {
            for n in 0..1000 {
                sender.send(n).await.expect("the receiver is there");
            }
        });
        executor.spawn(async move { while receiver.recv().await.is_some() {} });
        let mut turns = 0;
        while !executor.is_empty() {
            executor.run_ready();
            turns += 1;
        }
        println!("a thousand messages, room for {capacity:>3}: turns: {turns}");
    }
}
