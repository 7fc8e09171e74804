//! Rejected with: the first to end raised

use stage01::{Result, Routine, Yielder};
use stage05::{Handle, Loop, until};

async fn race<T: Clone + 'static>(y: Yielder<()>, tasks: Vec<Routine<(), T>>) -> Result<(usize, T)> {
    let mut handles: Vec<Handle<T>> = Vec::new();
    for task in tasks {
        handles.push(Loop::current()?.add_task(task));
    }
    let first = || handles.iter().position(|handle| matches!(handle.result(), Some(Ok(_))));
    let winner = y.yield_from(until(first)).await?;
    let result = handles[winner].result().expect("it has ended");
    Ok((winner, result?))
}

#[path = "../tests/e2_race.rs"]
mod tests;
