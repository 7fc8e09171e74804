//! How long polls take.

use crate::util::panic::catch_panic;
use crate::util::slot_map::Key;
use std::time::{Duration, Instant};
use tracing::warn;

/// Polls a task, and warns if that holds the loop for longer than the limit. The name beside it is the type of the
/// future; for an `async fn` that is its path. Without a limit this never asks what time it is.
// ANCHOR: watch
pub(crate) fn watch<T>(
    limit: Option<(Duration, &'static str)>,
    task: Key,
    poll: impl FnOnce() -> T,
) -> T {
    let Some((limit, future)) = limit else {
        return poll();
    };
    let begin = Instant::now();
    let polled = poll();
    let took = begin.elapsed();
    if took > limit {
        let task = task.generation;
        catch_panic(|| warn!(task, future, ?took, ?limit, "a task held the loop"));
    }
    polled
}
// ANCHOR_END: watch
