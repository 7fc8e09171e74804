//! Version 0, with an index in place of `remove(0)`.

use stage01::{Coroutine, CoroutineState::Complete, Result, Routine};

// ANCHOR: run_tasks
pub fn run_tasks(mut tasks: Vec<Routine<()>>) -> Result {
    while !tasks.is_empty() {
        let mut place = 0;
        while place < tasks.len() {
            if let Complete(result) = tasks[place].resume(Ok(())) {
                tasks.remove(place);
                result?;
            }
            place += 1;
        }
    }
    Ok(())
}
// ANCHOR_END: run_tasks
