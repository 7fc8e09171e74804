//! Many futures in one task, in first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_join_all -- PROGRAM VERSION`.

mod costs;
#[path = "../naive_executor/latch.rs"]
mod latch;
mod letters;
mod loops;
mod polls_all;
mod sub_wakers;

use latch::Latch;
use letters::Letters;
use stage01::{eprintln, println};
use stage06::executor::Executor;
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::Pin,
    process::ExitCode,
    rc::Rc,
    sync::Arc,
};

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["polls", "polls-all"] => polls(|children| Box::pin(polls_all(children))),
        ["polls", "sub-wakers"] => polls(|children| Box::pin(sub_wakers(children))),
        ["line", "race"] => line(loops::line_race),
        ["line", "kept"] => line(loops::kept_race),
        ["line", "select"] => line(loops::line_select),
        ["turns", "race"] => turns(loops::turns_race),
        ["turns", "select"] => turns(loops::turns_select),
        ["costs"] => costs::costs(),
        _ => {
            eprintln!("usage: naive_join_all polls polls-all|sub-wakers");
            eprintln!("       naive_join_all line race|kept|select");
            eprintln!("       naive_join_all turns race|select");
            eprintln!("       naive_join_all costs");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

async fn polls_all(children: Vec<BoxFuture>) {
    polls_all::join_all(children).await;
}

async fn sub_wakers(children: Vec<BoxFuture>) {
    sub_wakers::join_all(children, Arc::default()).await;
}

// ANCHOR: polls
/// A task waits for n latches, which open one after another, each in a turn of its own.
fn polls(join_all: fn(Vec<BoxFuture>) -> BoxFuture) {
    for n in [10, 100, 1000] {
        let (polls, executor) = (Rc::default(), Executor::new(|| ()));
        let latches: Vec<Latch> = (0..n).map(|_| Latch::default()).collect();
        let children = latches.iter().map(|latch| counted(&polls, latch));
        executor.spawn(join_all(children.collect()));
        executor.run_ready();
        for latch in &latches {
            latch.open();
            executor.run_ready();
        }
        assert!(executor.is_empty(), "the task has ended");
        println!(
            "{n:4} children, {n:4} wakes; polls of children: {:6}",
            polls.get()
        );
    }
}
// ANCHOR_END: polls

/// Waits for a latch, and counts its polls.
fn counted(polls: &Rc<Cell<usize>>, latch: &Latch) -> BoxFuture {
    let (polls, mut wait) = (polls.clone(), Box::pin(latch.clone().wait()));
    Box::pin(poll_fn(move |context| {
        polls.set(polls.get() + 1);
        wait.as_mut().poll(context)
    }))
}

// ANCHOR: line
/// "hello" comes in two pieces, with a tick between them. Then comes another tick.
fn line<F: Future<Output = ()> + 'static>(task: fn(Letters, Letters) -> F) {
    let (executor, letters, ticks) = (Executor::new(|| ()), Letters::default(), Letters::default());
    executor.spawn(task(letters.clone(), ticks.clone()));
    for (source, piece) in [
        (&letters, "hel"),
        (&ticks, "."),
        (&letters, "lo\n"),
        (&ticks, "."),
    ] {
        source.come(piece);
        executor.run_ready();
    }
}
// ANCHOR_END: line

/// Two sources that have a letter each time.
fn turns<F: Future<Output = ()> + 'static>(task: fn(Letters, Letters) -> F) {
    let (executor, left, right) = (Executor::new(|| ()), Letters::default(), Letters::default());
    left.come(&"l".repeat(1000));
    right.come(&"r".repeat(1000));
    executor.spawn(task(left, right));
    executor.run_ready();
    assert!(executor.is_empty(), "the task has ended");
}
