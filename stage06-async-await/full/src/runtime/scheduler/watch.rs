//! A look at how long polls take.

use crate::util::{panic::catch_panic, slot_map::Key};
use std::time::{Duration, Instant};
use tracing::warn;

/// Warns of polls that hold the loop for too long. Without a limit it never asks what time it is.
pub(crate) struct Watch(pub(crate) Option<Duration>);

impl Watch {
    /// When a poll begins.
    pub(crate) fn begin(&self) -> Option<Instant> {
        self.0.map(|_| Instant::now())
    }

    /// When it is over. The name of a task is that of its future's type, which for an `async fn` is where it stands.
    // ANCHOR: end
    pub(crate) fn end(
        &self,
        begun: Option<Instant>,
        task: Key,
        future: impl FnOnce() -> &'static str,
    ) {
        let took = begun.map_or(Duration::ZERO, |begun| begun.elapsed());
        if let Some(limit) = self.0.filter(|limit| took > *limit) {
            let (task, future) = (task.generation, future());
            catch_panic(|| warn!(task, future, ?took, ?limit, "a task held the loop"));
        }
    }
    // ANCHOR_END: end
}
