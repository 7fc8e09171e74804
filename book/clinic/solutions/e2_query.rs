//! Solution of c2: what is on its way is written down in the client, so a dropped `query` leaves nothing behind.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

// ANCHOR: Client
/// A connection to a server that answers questions.
pub struct Client<S> {
    stream: S,
    /// What has to be sent before anything else.
    unsent: Vec<u8>,
    /// What has come of the next answers.
    buffer: Vec<u8>,
    /// How many answers have to come: for the question that waits, and for those that were given up.
    owed: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Client<S> {
    /// A client of the server at the other end of this stream.
    pub fn new(stream: S) -> Self {
        let (unsent, buffer) = (Vec::new(), Vec::new());
        Client {
            stream,
            unsent,
            buffer,
            owed: 0,
        }
    }

    /// Sends a question and waits for its answer.
    pub async fn query(&mut self, question: &str) -> io::Result<String> {
        self.unsent.extend(question.as_bytes());
        self.unsent.push(b'\n');
        self.owed += 1;
        while !self.unsent.is_empty() {
            let sent = self.stream.write(&self.unsent).await?;
            self.unsent.drain(..sent);
        }
        loop {
            while let Some(answer) = self.take_answer() {
                if self.owed == 0 {
                    return Ok(answer);
                }
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Takes an answer out of the buffer, if there is a whole one.
    fn take_answer(&mut self) -> Option<String> {
        let end = self.buffer.iter().position(|byte| *byte == b'\n')?;
        let answer = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..=end);
        self.owed = self.owed.saturating_sub(1);
        Some(answer)
    }
}
// ANCHOR_END: Client

#[path = "../exercises/tests/e2_query.rs"]
mod tests;
