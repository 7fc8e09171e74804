//! The naive search for a circle of waits, and the lists that break it.

use stage01::println;

/// What a task waits for.
#[derive(Clone, Copy)]
enum Wait {
    Task(&'static str),
    Outside,
}
use Wait::{Outside, Task};

// ANCHOR: cycle
fn cycle(waits: &[(&'static str, Wait)]) -> Option<String> {
    let wait_of = |name| waits.iter().find(|(task, _)| *task == name);
    let (start, _) = waits.first()?;
    let mut path = vec![*start];
    while let Some((_, Wait::Task(next))) = wait_of(path[path.len() - 1]) {
        let again = path.contains(next);
        path.push(next);
        if again {
            return Some(path.join(" -> "));
        }
    }
    None
}
// ANCHOR_END: cycle

// ANCHOR: main
fn main() {
    let (he, she) = (("he", Task("she")), ("she", Task("he")));
    println!("these two: {:?}", cycle(&[he, she]));
    println!(
        "main waits for him: {:?}",
        cycle(&[("main", Task("he")), he, she])
    );
    println!(
        "main waits for a client: {:?}",
        cycle(&[("main", Outside), he, she])
    );
}
// ANCHOR_END: main
