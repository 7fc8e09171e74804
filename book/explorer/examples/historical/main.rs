//! Bugs that other projects have had, rebuilt small from their public reports:
//! `cargo run -p explorer --example historical -- BUG`. With `plain` behind it no order is searched for, with `fixed` the bug is
//! fixed, and `shared published` is the crate itself.

use stage01::{eprintln, println};
use std::process::exit;

use explorer::{Check, World};

mod notify;
mod published;
mod semaphore;
mod shared;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (bug, how) = match arguments[..] {
        [bug] => (bug, ""),
        [bug, how @ ("plain" | "fixed" | "published")] => (bug, how),
        _ => ("", ""),
    };
    let fixed = how == "fixed";
    let test: Box<dyn Fn(&World)> = match bug {
        "semaphore" => Box::new(semaphore::promise(fixed)),
        "shared" if how == "published" => Box::new(published::promise),
        "shared" => Box::new(shared::promise(fixed)),
        "notify" => Box::new(notify::promise(fixed)),
        _ => {
            eprintln!(
                "Say which bug: semaphore, shared or notify; and then `plain`, `fixed`, `published`, or nothing."
            );
            exit(2);
        }
    };
    match how {
        "plain" => run_plainly(test),
        _ => tell(test),
    }
}

/// Runs a test a thousand times as an ordinary executor does: first come, first served.
fn run_plainly(test: impl Fn(&World)) {
    let plain = Check::new().limit(1).random(0, 0);
    let fails = (0..1_000).filter(|_| plain.run(&test).failure.is_some());
    println!(
        "a thousand runs, first come, first served: {} fail",
        fails.count()
    );
}

/// Explores a test, and tells what comes out.
fn tell(test: impl Fn(&World)) {
    let verdict = Check::new().run(test);
    if let Some(failure) = &verdict.failure {
        println!("{failure}");
        println!("Its number is {}.", failure.number());
    }
    println!("{verdict}");
}
