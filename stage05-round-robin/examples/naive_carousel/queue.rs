//! Version 1: the list is a `VecDeque`.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use std::collections::VecDeque;

// ANCHOR: run_tasks
pub fn run_tasks<T>(tasks: Vec<Routine<(), T>>) -> Result {
    let mut queue = VecDeque::from(tasks);
    while let Some(mut task) = queue.pop_front() {
        match task.resume(Ok(())) {
            Yielded(()) => queue.push_back(task),
            Complete(result) => drop(result?),
        }
    }
    Ok(())
}
// ANCHOR_END: run_tasks
