//! Rejected with: the quick one ended after 10 ms of virtual time

use stage01::{Result, Routine, Yielder};
use stage05::{Handle, Loop, until};

async fn race<T: Clone + 'static>(y: Yielder<()>, tasks: Vec<Routine<(), T>>) -> Result<(usize, T)> {
    let mut handles: Vec<Handle<T>> = Vec::new();
    for task in tasks {
        handles.push(Loop::current()?.add_task(task));
    }
    let mut winner = None;
    let all = || {
        winner = winner.or(handles.iter().position(Handle::done));
        handles.iter().all(Handle::done).then_some(winner?)
    };
    let winner = y.yield_from(until(all)).await?;
    let result = handles[winner].result().expect("it has ended");
    Ok((winner, result?))
}

#[path = "../tests/e2_race.rs"]
mod tests;
