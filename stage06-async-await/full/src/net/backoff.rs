//! How a listener goes on when a connection cannot be accepted.

use crate::net::pause::Pause;
use crate::{
    runtime::{handle::Handle, io::scheduled_io::RuntimeGone},
    util::panic::emit,
};
use std::{
    future::Future,
    io::{self, ErrorKind},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

/// The first wait after a failure. Each failure in a row doubles it.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(500);

/// Accepts as long as it takes.
#[derive(Debug)]
pub(super) struct Backoff {
    /// The listener's runtime.
    runtime: Handle,
    /// The last wait, if the last try has failed.
    waited: Option<Duration>,
    /// The wait that is under way.
    wait: Option<Pause>,
}

impl Backoff {
    /// For a listener of this runtime.
    pub(super) fn new(runtime: &Handle) -> Self {
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

/// Whether only the client that was to be accepted is gone.
fn clients_fault(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{runtime::runtime::Runtime, time::sleep::now};
    use std::{collections::VecDeque, future::poll_fn};

    /// Accepts with these outcomes, one after the other, and gives the waits between the tries, in milliseconds.
    fn waits(outcomes: impl IntoIterator<Item = io::Result<()>>) -> Vec<u128> {
        Runtime::with_virtual_time().block_on(async {
            let mut backoff = Backoff::new(&Handle::current());
            let (mut last, mut waits) = (now(), Vec::new());
            let mut outcomes: VecDeque<_> = outcomes.into_iter().collect();
            while !outcomes.is_empty() {
                poll_fn(|context| {
                    backoff.poll(context, |_| {
                        waits.push((now() - last).as_millis());
                        last = now();
                        Poll::Ready(outcomes.pop_front().expect("another outcome"))
                    })
                })
                .await;
            }
            waits
        })
    }

    #[test]
    fn the_waits_grow_up_to_half_a_second_and_start_anew_after_a_success() {
        let failed = || Err(io::Error::other("no descriptor left"));
        let mut outcomes: Vec<_> = (0..9).map(|_| failed()).collect();
        outcomes.extend([Ok(()), failed(), Ok(())]);
        let expected = [0, 10, 20, 40, 80, 160, 320, 500, 500, 500, 0, 10];
        assert_eq!(waits(outcomes), expected);
    }

    #[test]
    fn for_a_client_that_has_gone_nobody_waits() {
        let gone = [ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset];
        let outcomes = gone.map(|kind| Err(kind.into()));
        assert_eq!(waits(outcomes.into_iter().chain([Ok(())])), [0, 0, 0]);
    }
}
