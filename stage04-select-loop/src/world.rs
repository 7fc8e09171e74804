//! Where readiness and time come from: the one thing that a loop needs of the world outside.

use crate::Stream;
use stage02::Interest;
use std::{fmt, io, rc::Rc, time::Duration};

// ANCHOR: World
/// Where readiness and time come from.
///
/// The loop asks nothing else of the world outside, so whoever implements this decides what the tasks live in:
/// [`Real`](crate::Real) sockets and real time, or a [`Simulated`](crate::Simulated) world in which an hour passes at once.
///
/// Sources: CPython's `Lib/selectors.py`; trio's `Clock` and `autojump`.
pub trait World {
    /// The time since this world was made. It never goes back.
    fn now(&self) -> Duration;

    /// Watches a source for this from now on, by level; `None` forgets it.
    ///
    /// # Errors
    ///
    /// When such a source cannot be watched here. The loop throws the error into the task that asked.
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()>;

    /// Waits until a watched source is ready, or until the timeout passes; `None` waits for as long as it takes. May
    /// return too early, with nothing: the loop looks at the clock again.
    ///
    /// # Errors
    ///
    /// [`Deadlock`](io::ErrorKind::Deadlock) if it would wait for ever, because there is no timeout and nothing can become
    /// ready; whatever else goes wrong.
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>>;
}
// ANCHOR_END: World

/// What a task can wait for with [`Request::Read`](crate::Request::Read) and [`Request::Write`](crate::Request::Write).
#[derive(Clone, Debug)]
pub enum Source {
    /// One of the standard library's sockets. It should be nonblocking.
    Socket(Rc<dyn stage02::Source>),
    /// A stream that exists only in a [`Simulated`](crate::Simulated) world.
    Simulated(Stream),
}

/// The name of a source: two handles of one socket are one source. It means something for as long as the source lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(usize);

/// A source that became ready, and for what. Only what was asked for is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// Which source.
    pub source: SourceId,
    /// A `read` or `accept` will not block: there are bytes, a client, the end, or an error.
    pub readable: bool,
    /// A `write` will not block.
    pub writable: bool,
}

impl Source {
    /// Its name.
    pub fn id(&self) -> SourceId {
        match self {
            Source::Socket(socket) => SourceId(Rc::as_ptr(socket).cast::<()>().addr()),
            Source::Simulated(stream) => SourceId(stream.addr()),
        }
    }
}

impl<S: stage02::Source + 'static> From<&Rc<S>> for Source {
    fn from(socket: &Rc<S>) -> Self {
        Source::Socket(socket.clone())
    }
}

impl From<&Stream> for Source {
    fn from(stream: &Stream) -> Self {
        Source::Simulated(stream.clone())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Socket(socket) => socket.fmt(f),
            Source::Simulated(stream) => stream.fmt(f),
        }
    }
}
