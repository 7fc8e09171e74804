//! Exercise c2: a time limit, and the answer to another question.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `query` hold. The tests call `Client::new` and
//! `query`: all else is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c2`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::io;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

/// A connection to a server that answers questions.
pub struct Client<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Client<S> {
    /// A client of the server at the other end of this stream.
    pub fn new(stream: S) -> Self {
        let stream = BufReader::new(stream);
        Client { stream }
    }

    /// Sends a question, which is a line, and waits for its answer, which is a line. Neither is empty.
    ///
    /// - The server answers all questions, in the order in which they come, some soon and some late. It has no other way to say which
    ///   question it answers.
    /// - This may be dropped while it waits, by a time limit perhaps, and as often as you like. The next `query` asks its own
    ///   question and gives the answer to that, over the same connection. The server sees whole lines, and each question at most once.
    ///   (A question whose `query` was dropped may come to the server or not.)
    /// - If the connection ends before the answer does, it is an error.
    pub async fn query(&mut self, question: &str) -> io::Result<String> {
        let line = format!("{question}\n");
        self.stream.write_all(line.as_bytes()).await?;
        let mut answer = String::new();
        self.stream.read_line(&mut answer).await?;
        match answer.pop() {
            Some('\n') => Ok(answer),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

#[path = "tests/e2_query.rs"]
mod tests;
