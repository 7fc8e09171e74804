//! The real world: stage 2's selector, and a clock that cannot be set.

use crate::{Ready, Source, SourceId, World};
use stage02::{Interest, Key, Selector};
use std::{
    collections::HashMap,
    io,
    time::{Duration, Instant},
};

/// The longest wait of one `select`: not every system can count to [`Duration::MAX`]. The loop waits again.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Real sockets, and real time: stage 2's [`Selector`] and [`Instant`].
#[derive(Debug)]
pub struct Real {
    /// Watches the sockets.
    selector: Selector<SourceId>,
    /// The registration of each source that is watched.
    keys: HashMap<SourceId, Key>,
    /// Time zero of the loop's clock.
    start: Instant,
}

impl Real {
    /// Makes a world whose clock starts now.
    ///
    /// # Errors
    ///
    /// As [`Selector::new`].
    pub fn new() -> io::Result<Self> {
        Ok(Real {
            selector: Selector::new()?,
            keys: HashMap::new(),
            start: Instant::now(),
        })
    }
}

impl World for Real {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        let Source::Socket(socket) = source else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let id = source.id();
        match (self.keys.get(&id).copied(), interest) {
            (Some(key), Some(interest)) => self.selector.modify(key, interest)?,
            (None, Some(interest)) => {
                let key = self.selector.register(socket.clone(), interest, id)?;
                self.keys.insert(id, key);
            }
            (Some(key), None) => {
                self.keys.remove(&id); // first: an observer of the selector's events may panic
                if let Err(error) = self.selector.unregister(key) {
                    self.keys.insert(id, key);
                    return Err(error);
                }
            }
            (None, None) => {}
        }
        Ok(())
    }

    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        if timeout.is_none() && self.keys.is_empty() {
            return Err(io::ErrorKind::Deadlock.into());
        }
        let ready = self.selector.select(timeout.map(|t| t.min(LONGEST)))?;
        let named = |ready: stage02::Ready| {
            self.selector.get(ready.key).map(|&source| Ready {
                source,
                readable: ready.readable,
                writable: ready.writable,
            })
        };
        Ok(ready.into_iter().filter_map(named).collect())
    }
}
