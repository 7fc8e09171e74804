//! Exercise c4: lines out of chunks, and a task that sleeps forever.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `Lines` hold. The tests call `Lines::new`, and
//! poll the stream.
//!
//! Run the tests: `cargo test -p clinic --test c4`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::stream::{Fuse, Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The lines of a text that comes in chunks.
///
/// - A line ends with `\n`, which is not part of it. It is handed out as soon as its `\n` has come, however many chunks it is in,
///   and before more chunks are taken than it needs. The text after the last `\n` is a line too, unless it is empty.
/// - It may be polled after its end, and ends again. The chunks are not polled after their end: a stream may panic then.
/// - While no chunk comes, the task that waits is not polled. When a chunk comes that ends a line, or the chunks end, it is.
///   If several tasks have polled the stream, that is the one that polled last.
/// - It runs on any executor, and never blocks the thread.
pub struct Lines<S> {
    /// Fused: after its end it may be asked again, and the stream in it is not.
    chunks: Fuse<S>,
    /// What has come of the next lines.
    text: String,
}

impl<S: Stream<Item = String> + Unpin> Lines<S> {
    /// The lines of these chunks.
    pub fn new(chunks: S) -> Self {
        let (chunks, text) = (chunks.fuse(), String::new());
        Lines { chunks, text }
    }

    /// Takes the next line out of the text, if its end has come.
    fn take_line(&mut self) -> Option<String> {
        let end = self.text.find('\n')?;
        let rest = self.text.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.text, rest);
        line.pop();
        Some(line)
    }
}

impl<S: Stream<Item = String> + Unpin> Stream for Lines<S> {
    type Item = String;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        if let Some(line) = self.take_line() {
            return Poll::Ready(Some(line));
        }
        match ready!(self.chunks.poll_next_unpin(context)) {
            Some(chunk) => {
                self.text += &chunk;
                match self.take_line() {
                    Some(line) => Poll::Ready(Some(line)),
                    None => Poll::Pending, // more has to come
                }
            }
            None => {
                let last = std::mem::take(&mut self.text);
                Poll::Ready(Some(last).filter(|last| !last.is_empty()))
            }
        }
    }
}

#[path = "tests/e4_lines.rs"]
mod tests;
