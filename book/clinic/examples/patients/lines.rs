//! Patient 4: lines out of chunks, and a task that sleeps forever. After <https://github.com/rusoto/rusoto/pull/1790>.

use futures::stream::{Fuse, Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The lines of a text that comes in chunks.
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

// ANCHOR: poll_next
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
// ANCHOR_END: poll_next
