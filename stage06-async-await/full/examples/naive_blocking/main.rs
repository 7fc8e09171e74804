//! `spawn_blocking` in its first version and in ours: `cargo run -p stage06-full --example naive_blocking -- PROGRAM VERSION`.

mod thread;

use futures::future::{Either, join_all, select};
use stage01::{eprintln, println};
use stage06_full::{Runtime, sleep};
use std::{
    panic::resume_unwind,
    pin::pin,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread as threads,
    time::Duration,
};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Runtime::new().block_on(async {
        match words[..] {
            ["many", "thread"] => many(|| thread::spawn_blocking(work)).await,
            ["many", "ours"] => many(|| stage06_full::spawn_blocking(work)).await,
            ["panics", "thread"] => panics(thread::spawn_blocking(raise)).await,
            ["panics", "ours"] => panics(stage06_full::spawn_blocking(raise)).await,
            _ => {
                eprintln!("usage: naive_blocking many|panics thread|ours");
                return ExitCode::from(2);
            }
        }
        ExitCode::SUCCESS
    })
}

// ANCHOR: many
static RUNNING: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn work() {
    MOST.fetch_max(RUNNING.fetch_add(1, SeqCst) + 1, SeqCst);
    threads::sleep(Duration::from_millis(100));
    RUNNING.fetch_sub(1, SeqCst);
}

/// Two hundred jobs; how many run at once?
async fn many<J: Future>(spawn: impl Fn() -> J) {
    join_all((0..200).map(|_| spawn())).await;
    println!("200 jobs; at most ≈ {} at once", MOST.load(SeqCst));
}
// ANCHOR_END: many

// ANCHOR: panics
fn raise() -> u32 {
    resume_unwind(Box::new("no such file")) // a panic without a message on the screen
}

async fn panics<J: Future<Output: std::fmt::Debug>>(job: J) {
    match select(pin!(job), pin!(sleep(Duration::from_secs(1)))).await {
        Either::Left((outcome, _)) => println!("{outcome:?}"),
        Either::Right(_) => println!("still waiting after a second"),
    }
}
// ANCHOR_END: panics
