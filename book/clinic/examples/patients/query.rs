//! Patient 2: a time limit, and the answer to another question. After <https://github.com/redis/redis-py/issues/2665>.

use std::io;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

// ANCHOR: Client
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
// ANCHOR_END: Client
