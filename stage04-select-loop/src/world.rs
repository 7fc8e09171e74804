//! What a loop needs of the world outside: the time, and which sources are ready.

use crate::Stream;
use stage02::Interest;
use std::{fmt, io, rc::Rc, time::Duration};

// ANCHOR: World
/// The time, and which sources are ready.
///
/// The loop asks nothing else of the world outside. So its tasks can run with [`Real`](crate::Real) sockets and in real time, or in a
/// [`Simulated`](crate::Simulated) world, in which an hour passes at once.
///
/// Sources: CPython's `Lib/selectors.py`; trio's `Clock` and `autojump`.
pub trait World {
    /// Returns the time since this world was made. It never goes back.
    fn now(&self) -> Duration;

    /// Watches a source for this from now on, level-triggered. `None` forgets it.
    ///
    /// # Errors
    ///
    /// When such a source cannot be watched here. The loop throws the error into the task that asked.
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()>;

    /// Waits until a watched source is ready, or until the timeout has passed. `None` is no timeout. It may return too early, with
    /// nothing: the loop looks at the clock again.
    ///
    /// # Errors
    ///
    /// [`Deadlock`](io::ErrorKind::Deadlock) if it would wait forever, because there is no timeout and nothing can become
    /// ready. Other errors are those of the system.
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>>;
}
// ANCHOR_END: World

/// What a task can wait for with [`Request::Read`](crate::Request::Read) and [`Request::Write`](crate::Request::Write).
#[derive(Clone, Debug)]
pub enum Source {
    /// One of the standard library's sockets. It should be non-blocking.
    Socket(Rc<dyn stage02::Source>),
    /// A stream that exists only in a [`Simulated`](crate::Simulated) world.
    Simulated(Stream),
}

/// Names a source: two handles of one socket are one source. The name is valid for as long as the source lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(usize);

/// A source that is ready. Only what was asked for can be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The source.
    pub source: SourceId,
    /// True if a `read` or `accept` will not block: there are bytes, a client, the end, or an error.
    pub readable: bool,
    /// True if a `write` will not block.
    pub writable: bool,
}

impl Source {
    /// Returns its name.
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
