//! Standard input, line by line, beside everything else.

use futures::{Stream, channel::oneshot};
use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Mutex,
        mpsc::{self, Receiver, Sender},
    },
    task::{Context, Poll, ready},
    thread,
};

/// A line, or that there is none any more.
type Line = Option<io::Result<String>>;

/// Who wants the next line.
type Request = oneshot::Sender<Line>;

/// The lines of standard input; made by [`lines`].
///
/// Dropping it between two lines loses nothing: a line that comes later is for whoever asks next.
#[derive(Debug, Default)]
pub struct Lines(Option<oneshot::Receiver<Line>>);

/// Standard input, line by line, without the line ends. It ends where that does.
///
/// No system can wait for a file, a pipe and a keyboard in the same way, so a thread reads: one for the whole program, and only when somebody
/// waits for a line. It keeps neither the loop nor the end of the program waiting. From the first line on standard input is its own: nobody
/// else can lock that any more.
///
/// ```no_run
/// use futures::StreamExt;
/// use stage06::{Runtime, stdin};
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
/// A line that is not UTF-8 is [`InvalidData`](io::ErrorKind::InvalidData); the next one may be well again. When standard input cannot be read, or
/// there is no thread to read it.
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
        let line = ready!(Pin::new(answer).poll(context));
        self.0 = None;
        Poll::Ready(line.unwrap_or(None))
    }
}

/// Asks the thread for a line, and starts it if this is the first one.
fn ask() -> io::Result<oneshot::Receiver<Line>> {
    static READER: Mutex<Option<Sender<Request>>> = Mutex::new(None);
    let mut reader = READER.lock().unwrap_or_else(|e| e.into_inner());
    if reader.is_none() {
        let (sender, requests) = mpsc::channel();
        let thread = thread::Builder::new().name("stage06-stdin".to_owned());
        thread.spawn(|| read(requests))?;
        *reader = Some(sender);
    }
    let (request, answer) = oneshot::channel();
    let sent = reader.as_ref().map(|reader| reader.send(request));
    debug_assert!(matches!(sent, Some(Ok(()))), "the thread never ends");
    Ok(answer)
}

/// What the thread does. A line that nobody waits for any more is for the next who asks.
fn read(requests: Receiver<Request>) {
    let mut lines = io::stdin().lines();
    let mut unwanted = None;
    for request in requests {
        let line = unwanted.take().unwrap_or_else(|| lines.next());
        unwanted = request.send(line).err();
    }
}
// ANCHOR_END: Lines
