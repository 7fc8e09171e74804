//! Exercise s4e5: who waits for whom?
//!
//! A loop in which every wait comes to one place can say why it is stuck. This finds the reason: a circle of tasks, each of which waits for
//! the next.
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

/// A circle of tasks that wait for each other, as `"a -> b -> a"`; `None` if there is none.
///
/// - It begins, and ends, with the first task in the list that is part of a circle.
/// - Tasks that only wait for somebody in the circle are not part of it.
/// - A task that is waited for and does not stand in the list has ended: nobody waits for it in vain.
fn cycle(waits: &[(&'static str, Wait)]) -> Option<String> {
    todo!()
}

#[path = "tests/e5_deadlock.rs"]
mod tests;
