//! How a selector waits, and what it makes of the events.

use super::Selector;
use crate::{Key, Ready};
use polling::Event;
use std::{io, time::Duration};

/// A wait of a day is meant to be one without a limit.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl<D> Selector<D> {
    /// Waits until something is ready, or until the timeout passes; `None` waits forever.
    ///
    /// Gives one entry a key, in the order of registration, on every operating system. A signal does not end the wait: it
    /// goes on for the time that remains, as in Python since PEP 475 (`polling` sees to that).
    ///
    /// # Errors
    ///
    /// When the operating system cannot wait.
    pub fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.events.clear();
        self.failure.take().map_or(Ok(()), Err)?;
        let skips = |limit: &Duration| self.hurried && *limit < DAY;
        let timeout = match timeout.filter(skips) {
            Some(_) => Some(Duration::ZERO),
            None => timeout,
        };
        self.poller.wait(&mut self.events, timeout)?;
        let mut ready: Vec<Ready> = self.events.iter().filter_map(|e| self.ready(e)).collect();
        ready.sort_by_key(|ready| ready.key);
        ready.dedup_by(|again, first| {
            first.readable |= again.readable && again.key == first.key;
            first.writable |= again.writable && again.key == first.key;
            again.key == first.key
        });
        Ok(ready)
    }

    /// Makes the next wait fail, which an operating system hardly ever does. For tests.
    #[doc(hidden)]
    pub fn fail_once(&mut self, error: io::Error) {
        self.failure = Some(error);
    }

    /// Lets the time of a wait pass at once if it is limited to less than a day, so that a test sees it end. For tests.
    #[doc(hidden)]
    pub fn hurry(&mut self) {
        self.hurried = true;
    }

    /// What an event means to its registration. Errors and hang-ups arrive as both readable and writable: code that
    /// waits for either will read or write, and learns of the error then.
    fn ready(&self, event: Event) -> Option<Ready> {
        let key = Key(event.key as u64);
        let interest = self.registered.get(&key)?.interest;
        let readable = event.readable && interest.reads();
        let writable = event.writable && interest.writes();
        (readable || writable).then_some(Ready {
            key,
            readable,
            writable,
        })
    }
}
