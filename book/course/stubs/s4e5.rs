//! Exercise s4e5: who waits for whom?
//!
//! A loop that knows all waits can say why it is stuck. This function finds the reason: a circle of tasks, each of which waits for the end
//! of the next. It begins with the naive version of the page, which follows the first task. (The tests look at the result only; how it is
//! found is yours.)
//!
//! Run the tests: `cargo test --test s4e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

/// What a task waits for.
#[derive(Clone, Copy)]
enum Wait {
    /// For the end of the task with this name.
    Task(&'static str),
    /// For something that may come from outside: a socket, a timer.
    Outside,
}

/// Returns a circle of tasks that wait for each other, as `"a -> b -> a"`; `None` if there is none.
///
/// - Each name is in the list at most once. A task that is not in the list has ended, so no wait for it lasts.
/// - The circle is written from the first task *in the list* that is part of a circle, along the waits, back to that task.
/// - A task that waits for a task of the circle is not part of it, unless a task of the circle waits for it, too.
/// - A task may wait for itself: `"a -> a"`.
/// - If there are several circles, it is the one whose first task comes first in the list, however long it is. A circle may have any number of tasks.
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

#[path = "tests/e5_deadlock.rs"]
mod tests;
