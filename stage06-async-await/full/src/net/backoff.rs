//! How a listener goes on when it cannot accept a connection.

use crate::net::pause::Pause;
use crate::runtime::io::scheduled_io::RuntimeGone;
use crate::runtime::scheduler::shared::Shared;
use crate::util::panic::emit;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The first wait after a failure. Each failure in a row doubles it.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(500);

/// Accepts, with longer and longer waits after failures.
#[derive(Debug)]
pub(super) struct Backoff {
    /// The listener's runtime.
    runtime: Arc<Shared>,
    /// The last wait, if the last try has failed.
    waited: Option<Duration>,
    /// The wait that is under way.
    wait: Option<Pause>,
}

impl Backoff {
    /// For a listener of this runtime.
    pub(super) fn new(runtime: &Arc<Shared>) -> Self {
        Backoff {
            runtime: runtime.clone(),
            waited: None,
            wait: None,
        }
    }

    /// Calls `accept` until it succeeds. If it fails, the listener stays as ready as it was: at the limit of
    /// descriptors, a loop that tried again at once would do nothing else. `None` if the runtime is gone, and no
    /// connection can come any more.
    pub(super) fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        mut accept: impl FnMut(&mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<Option<T>> {
        loop {
            if let Some(wait) = &mut self.wait {
                ready!(Pin::new(wait).poll(context));
                self.wait = None;
            }
            match ready!(accept(context)) {
                Ok(accepted) => {
                    self.waited = None;
                    return Poll::Ready(Some(accepted));
                }
                Err(error) if RuntimeGone::is_in(&error) => return Poll::Ready(None),
                Err(error) if clients_fault(&error) => {}
                Err(error) => self.back_off(&error),
            }
        }
    }

    fn back_off(&mut self, error: &io::Error) {
        let wait = self
            .waited
            .map_or(SHORTEST, |waited| (2 * waited).min(LONGEST));
        emit!(WARN, %error, ?wait, "accept");
        self.waited = Some(wait);
        self.wait = Some(Pause::new(wait, &self.runtime));
    }
}

/// True if only the client that was to be accepted is gone.
fn clients_fault(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

#[cfg(test)]
#[path = "../../tests/unit/backoff.rs"]
mod tests;
