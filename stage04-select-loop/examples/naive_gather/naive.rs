//! Version 1: start all, and join one after the other.

use stage01::{Result, Routine, Yielder};
use stage04::{Request, join, spawn};

// ANCHOR: gather
pub(crate) async fn gather<T: Clone + 'static>(
    y: Yielder<Request>,
    routines: Vec<Routine<Request, T>>,
) -> Result<Vec<T>> {
    let mut tasks = Vec::new();
    for routine in routines {
        tasks.push(y.yield_from(spawn(routine)).await?);
    }
    let mut results = Vec::new();
    for task in &tasks {
        results.push(y.yield_from(join(task)).await?);
    }
    Ok(results)
}
// ANCHOR_END: gather
