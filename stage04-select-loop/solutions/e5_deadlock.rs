//! Exercise s4e5: who waits for whom?

use std::collections::HashMap;

/// What a task waits for.
#[derive(Clone, Copy)]
enum Wait {
    /// For the end of the task with this name.
    Task(&'static str),
    /// For something that may come from outside: a socket, a timer.
    Outside,
}

// ANCHOR: cycle
fn cycle(waits: &[(&'static str, Wait)]) -> Option<String> {
    let wait_of: HashMap<_, _> = waits.iter().copied().collect();
    for &(start, _) in waits {
        let mut path = vec![start];
        while let Some(Wait::Task(next)) = wait_of.get(path[path.len() - 1]) {
            path.push(next);
            if *next == start {
                return Some(path.join(" -> "));
            }
            if path.len() > waits.len() {
                break; // in a circle that `start` is not part of
            }
        }
    }
    None
}
// ANCHOR_END: cycle

#[path = "../exercises/tests/e5_deadlock.rs"]
mod tests;
