//! How long polls take.

use crate::util::panic::catch_panic;
use crate::util::slot_map::Key;
use std::time::{Duration, Instant};
use tracing::warn;

/// Polls a task, and warns if that holds the loop for longer than `limit`. `name` is the type of its future; for an
/// `async fn` that is its path. Without a limit this never asks what time it is.
// ANCHOR: watch
pub(crate) fn watch<T>(
    limit: Option<Duration>,
    task: Key,
    name: impl FnOnce() -> &'static str,
    poll: impl FnOnce() -> T,
) -> T {
    let Some(limit) = limit else { return poll() };
    let begin = Instant::now();
    let polled = poll();
    let took = begin.elapsed();
    if took > limit {
        let (task, future) = (task.generation, name());
        catch_panic(|| warn!(task, future, ?took, ?limit, "a task held the loop"));
    }
    polled
}
// ANCHOR_END: watch
