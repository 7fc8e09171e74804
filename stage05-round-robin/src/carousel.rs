//! The smallest loops: one task, and a fixed list of tasks.

use crate::Task;
use stage01::{
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage04::catch_panic;
use std::collections::VecDeque;

/// Runs one task until it ends.
///
/// # Errors
///
/// The error that the task raised.
pub fn run_task<T>(mut task: impl Task<T>) -> Result<T> {
    loop {
        if let Complete(result) = task.resume(Ok(())) {
            return result;
        }
    }
}

/// Runs tasks until all have ended, one step of each in turn, and returns their results in the order of the list. A task that fails or
/// panics ends no other task. A panic becomes the error of its task, [`Panicked`](crate::Panicked).
///
/// No task can be added while it runs, and there is no clock. [`Loop`](crate::Loop) has both.
///
/// ```
/// use stage01::co;
/// use stage05::{yield_now, run_tasks};
///
/// let results = run_tasks(vec![
///     Box::new(co(async |y| { y.yield_from(yield_now()).await?; Ok("two steps") })),
///     Box::new(co(async |_| Ok("one step"))),
/// ]);
/// assert_eq!(results[0].as_ref().unwrap(), &"two steps");
/// assert_eq!(results[1].as_ref().unwrap(), &"one step");
/// ```
///
/// # Panics
///
/// When the drop of a task panics. A [`Loop`](crate::Loop) catches that, too.
// ANCHOR: run_tasks
pub fn run_tasks<T>(tasks: Vec<Routine<(), T>>) -> Vec<Result<T>> {
    let mut results: Vec<_> = tasks.iter().map(|_| None).collect();
    let mut queue: VecDeque<_> = tasks.into_iter().enumerate().collect();
    while let Some((place, mut task)) = queue.pop_front() {
        let step = catch_panic(|| task.resume(Ok(())));
        match step.unwrap_or_else(|panicked| Complete(Err(panicked.into()))) {
            Yielded(()) => queue.push_back((place, task)),
            Complete(result) => results[place] = Some(result),
        }
    }
    results.into_iter().flatten().collect()
}
// ANCHOR_END: run_tasks
