//! Exercise s5e2: a race.
//!
//! `gather` waits for all. A race waits for the first: of two servers that have the same page, say. The version below waits for all, as
//! `gather` does.
//!
//! Run the tests: `cargo test --test s5e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{Result, Routine, Yielder};
use stage05::{Handle, Loop, until};

/// Runs all tasks at once, at least one, until the first has ended. Returns its place in the list, and its value.
///
/// - All tasks are tasks of the current loop, from the first step of the race on. They go on even if the race itself is dropped.
/// - The race ends at most three turns of the loop after the first task has ended. (One turn to see it, and the others as slack, so that a
///   race may pause before or after its look.)
/// - The race pauses between its looks, so that other tasks go on beside it, other races too.
/// - If the first task to end raises, so does the race. A task that panics has ended, too: its handle is done, and its result is an error.
/// - If several tasks end in the same turn, the first of them in the list wins.
/// - The other tasks go on to their ends: this loop cannot cancel.
///
/// `Loop::current()?.add_task(task)` returns a handle, which has `done()` and `result()`, an `Option`. `y.yield_from(until(|| …)).await`
/// waits until the closure returns `Some`.
async fn race<T: Clone + 'static>(
    y: Yielder<()>,
    tasks: Vec<Routine<(), T>>,
) -> Result<(usize, T)> {
    let mut handles: Vec<Handle<T>> = Vec::new();
    for task in tasks {
        handles.push(Loop::current()?.add_task(task));
    }
    for handle in &handles {
        y.yield_from(until(|| handle.done().then_some(()))).await?;
    }
    let result = handles[0].result().expect("it has ended");
    Ok((0, result?))
}

#[path = "tests/e2_race.rs"]
mod tests;
