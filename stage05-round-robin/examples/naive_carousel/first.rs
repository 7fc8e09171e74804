//! Version 0: the document's `run_tasks`. A list, `pop(0)` and `append`.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};

// ANCHOR: run_tasks
pub fn run_tasks(mut tasks: Vec<Routine<()>>) -> Result {
    while !tasks.is_empty() {
        let mut task = tasks.remove(0); // tasks.pop(0)
        match task.resume(Ok(())) {
            Yielded(()) => tasks.push(task),
            Complete(result) => result?,
        }
    }
    Ok(())
}
// ANCHOR_END: run_tasks
