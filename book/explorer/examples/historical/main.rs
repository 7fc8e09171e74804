//! Bugs that other projects have had, rebuilt small from their public reports:
//! `cargo run -p explorer --example historical -- BUG`, and `fixed` behind it for the fix.

use std::process::exit;

use explorer::{Check, World};

mod notify;
mod semaphore;
mod shared;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (bug, fixed) = match arguments[..] {
        [bug] => (bug, false),
        [bug, "fixed"] => (bug, true),
        _ => ("", false),
    };
    match bug {
        "semaphore" => tell(semaphore::promise(fixed)),
        "shared" => tell(shared::promise(fixed)),
        "notify" => tell(notify::promise(fixed)),
        _ => {
            eprintln!("Say which bug: semaphore, shared or notify; and perhaps `fixed`.");
            exit(2);
        }
    }
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
