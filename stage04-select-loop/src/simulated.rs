//! A simulated world: the clock jumps, and streams become ready after a time that the program chooses.

use crate::{Ready, Source, World};
use stage02::Interest;
use std::{cell::Cell, fmt, io, rc::Rc, time::Duration};

/// How long a cycle lasts.
const CYCLE: Duration = Duration::from_millis(1);

/// A world in which time passes only while the loop waits, and then at once.
///
/// A program sees the same times and the same order in every run, on every machine. A task that is always ready stops the
/// clock: the loop never waits, and so no time passes.
///
/// ```
/// use stage01::co;
/// use stage04::{EventLoop, Simulated, now, sleep};
/// use std::time::Duration;
///
/// let hour = Duration::from_secs(3600);
/// let mut event_loop = EventLoop::with(Simulated::new());
/// let time = event_loop.run_until_complete(co(async move |y| {
///     y.yield_from(sleep(hour)).await?;
///     y.yield_from(now()).await
/// }))?;
/// assert_eq!(time, hour);
/// # stage01::Result::<()>::Ok(())
/// ```
///
/// Sources: the document's `MySelect`; `tokio::time::pause`.
#[derive(Debug, Default)]
pub struct Simulated {
    /// The time since the world was made.
    now: Duration,
    /// The streams that are watched, in the order in which they were first watched.
    watched: Vec<(Stream, Interest)>,
    /// How often the loop has called `select`.
    selects: u64,
}

/// A stream of a simulated world. It has no bytes, only a moment at which it becomes ready; it stays ready then.
///
/// That moment is counted in cycles, and only while a task waits for the stream. A `select` that does not wait is one cycle. A `select`
/// that waits lets as many cycles pass as it needs, and each takes a millisecond of virtual time.
///
/// It is a handle: clones are the same stream. Source: the document's `MyStream`.
#[derive(Clone, Debug)]
pub struct Stream(Rc<State>);

#[derive(Debug)]
struct State {
    /// The name in messages.
    name: String,
    /// The time until it is ready. `None` if it never will be.
    remaining: Cell<Option<Duration>>,
}

impl Simulated {
    /// Makes a world at time zero, in which nothing is watched.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how often the loop has asked what is ready.
    pub fn selects(&self) -> u64 {
        self.selects
    }
}

// ANCHOR: Simulated
impl World for Simulated {
    fn now(&self) -> Duration {
        self.now
    }

    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        let Source::Simulated(stream) = source else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let place = self
            .watched
            .iter()
            .position(|(s, _)| s.addr() == stream.addr());
        match (place, interest) {
            (Some(place), Some(interest)) => self.watched[place].1 = interest,
            (None, Some(interest)) => self.watched.push((stream.clone(), interest)),
            (Some(place), None) => drop(self.watched.remove(place)),
            (None, None) => {}
        }
        Ok(())
    }

    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.selects += 1;
        let streams = self.watched.iter().filter_map(|(s, _)| s.0.remaining.get());
        let passes = streams
            .chain(timeout)
            .min()
            .ok_or(io::ErrorKind::Deadlock)?;
        self.now = self.now.saturating_add(passes);
        let ready = |(stream, interest): &(Stream, Interest)| {
            stream.pass(passes.max(CYCLE)).then_some(Ready {
                source: Source::from(stream).id(),
                readable: interest.reads(),
                writable: interest.writes(),
            })
        };
        Ok(self.watched.iter().filter_map(ready).collect())
    }
}
// ANCHOR_END: Simulated

impl Stream {
    /// Makes a stream that is ready after this many cycles of waiting.
    pub fn new(name: &str, cycles: u32) -> Self {
        Stream(Rc::new(State {
            name: name.into(),
            remaining: Cell::new(Some(CYCLE * cycles)),
        }))
    }

    /// Makes a stream that is never ready.
    pub fn never(name: &str) -> Self {
        let stream = Stream::new(name, 0);
        stream.0.remaining.set(None);
        stream
    }

    /// Makes it not ready, until this many cycles of waiting have passed.
    pub fn again_after(&self, cycles: u32) {
        self.0.remaining.set(Some(CYCLE * cycles));
    }

    /// Lets time pass. True if the stream is ready now.
    fn pass(&self, time: Duration) -> bool {
        let remaining = self.0.remaining.get().map(|r| r.saturating_sub(time));
        self.0.remaining.set(remaining);
        remaining == Some(Duration::ZERO)
    }

    pub(crate) fn addr(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stream {}", self.0.name)
    }
}
