//! Standard input, line by line, beside everything else.

use crate::runtime::coop;
use crate::util::lock::lock;
use crate::util::panic::catch_panic;
use futures::Stream;
use futures::channel::oneshot::{self, Sender};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Condvar, Mutex};
use std::task::{Context, Poll, ready};
use std::{io, iter, mem, thread};

/// A line, or that there is none any more.
type Line = Option<io::Result<String>>;

/// A task that wants the next line.
type Request = Sender<Line>;

/// The requests that the thread has not come to yet.
struct Waiting {
    /// True if there is a thread.
    started: bool,
    requests: VecDeque<Request>,
}

static WAITING: Mutex<Waiting> = Mutex::new(Waiting {
    started: false,
    requests: VecDeque::new(),
});

/// There is a request.
static ASKED: Condvar = Condvar::new();

/// The lines of standard input; made by [`lines`].
///
/// Dropping it while it waits loses nothing: the line that comes later is for the next request. Only a line that had
/// come, and was not taken, is gone with it.
#[derive(Debug, Default)]
pub struct Lines(Option<oneshot::Receiver<Line>>);

/// Standard input, line by line, without the line ends. It ends where that does.
///
/// No system can wait for a file, a pipe and a keyboard in the same way, so a thread reads: one for the whole
/// program, and only when a task waits for a line. It keeps neither the loop nor the end of the program waiting.
/// From the first line on it holds the lock of standard input.
///
/// ```no_run
/// use futures::StreamExt;
/// use stage01::println;
/// use stage06_full::{Runtime, stdin};
///
/// Runtime::new().block_on(async {
///     let mut lines = stdin::lines();
///     while let Some(line) = lines.next().await {
///         println!("{}", line?);
///     }
///     Ok(())
/// })
/// # as std::io::Result<()>;
/// ```
///
/// # Errors
///
/// A line that is not UTF-8 is [`InvalidData`](io::ErrorKind::InvalidData); the next one may be well again. When
/// standard input cannot be read, or there is no thread to read it.
pub fn lines() -> Lines {
    Lines::default()
}

// ANCHOR: Lines
impl Stream for Lines {
    type Item = io::Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Line> {
        let asked = self.0.take().map_or_else(ask, Ok);
        let answer = match asked {
            Ok(answer) => self.0.insert(answer),
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let line = ready!(coop::cooperate(context, |context| {
            Pin::new(answer).poll(context)
        }));
        self.0 = None;
        Poll::Ready(line.unwrap_or(None))
    }
}

/// Asks the thread for a line, and starts it if this is the first one.
fn ask() -> io::Result<oneshot::Receiver<Line>> {
    let mut waiting = lock(&WAITING);
    if !waiting.started {
        let thread = thread::Builder::new().name("stage06-stdin".to_owned());
        thread.spawn(|| read(io::stdin().lines(), iter::repeat_with(next_request)))?;
        waiting.started = true;
    }
    let (answer, gone) = waiting.ask();
    ASKED.notify_one();
    drop(waiting);
    drop(gone);
    Ok(answer)
}

/// What the thread does. A line whose task is gone is for the next request.
fn read(
    mut lines: impl Iterator<Item = io::Result<String>>,
    requests: impl IntoIterator<Item = Request>,
) {
    let mut unwanted = None;
    for request in requests {
        let line = unwanted.take().unwrap_or_else(|| lines.next());
        unwanted = catch_panic(|| request.send(line)).and_then(Result::err);
    }
}
// ANCHOR_END: Lines

impl Waiting {
    /// Adds a request, and returns those whose tasks are gone: many may come and go before a line is typed. They may
    /// have a waker, which is user code: the caller drops them without the lock.
    fn ask(&mut self) -> (oneshot::Receiver<Line>, VecDeque<Request>) {
        let (request, answer) = oneshot::channel();
        let requests = mem::take(&mut self.requests).into_iter();
        let (gone, mut stay): (VecDeque<_>, VecDeque<_>) = requests.partition(Sender::is_canceled);
        stay.push_back(request);
        self.requests = stay;
        (answer, gone)
    }
}

/// The oldest request; the thread waits here until there is one.
fn next_request() -> Request {
    let mut waiting = lock(&WAITING);
    loop {
        match waiting.requests.pop_front() {
            Some(request) => return request,
            None => waiting = ASKED.wait(waiting).unwrap_or_else(|e| e.into_inner()),
        }
    }
}

#[cfg(test)]
#[path = "../tests/unit/stdin.rs"]
mod tests;
