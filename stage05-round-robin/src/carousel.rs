//! The document's first two loops: one task, then several that take turns.

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
/// What the task raised.
pub fn run_task<T>(mut task: impl Task<T>) -> Result<T> {
    loop {
        if let Complete(result) = task.resume(Ok(())) {
            return result;
        }
    }
}

/// Runs tasks until all have ended, one step of each in turn; gives what came of them, in the order in which they stand. One that
/// fails or panics harms no other: a panic is its error, [`Panicked`](crate::Panicked).
///
/// It is a carousel and no more: nobody can come aboard while it turns, and there is no clock. [`Loop`](crate::Loop) has both.
///
/// ```
/// use stage01::co;
/// use stage05::{interrupt, run_tasks};
///
/// let results = run_tasks(vec![
///     Box::new(co(async |y| { y.yield_from(interrupt()).await?; Ok("two steps") })),
///     Box::new(co(async |_| Ok("one step"))),
/// ]);
/// assert_eq!(results[0].as_ref().unwrap(), &"two steps");
/// assert_eq!(results[1].as_ref().unwrap(), &"one step");
/// ```
///
/// # Panics
///
/// When a task does as it is dropped: a [`Loop`](crate::Loop) keeps the others from that, too.
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
