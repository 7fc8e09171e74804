//! Solution of c1: what has come of a message stays outside of the future that waits for the rest.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::interval;

// ANCHOR: serve
/// Serves one client until it closes the connection.
pub async fn serve<R, W>(
    reader: R,
    mut writer: W,
    mut on_message: impl FnMut(String),
) -> io::Result<()>
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let mut heartbeat = interval(Duration::from_secs(1));
    let mut messages = Messages::new(reader);
    loop {
        tokio::select! {
            message = messages.next() => match message? {
                Some(message) => on_message(message),
                None => return Ok(()),
            },
            _ = heartbeat.tick() => writer.write_all(b".").await?,
        }
    }
}
// ANCHOR_END: serve

// ANCHOR: Messages
/// Messages out of a reader.
struct Messages<R> {
    reader: R,
    /// What has come, and was not handed out yet.
    buffer: Vec<u8>,
}

impl<R: AsyncRead + Unpin> Messages<R> {
    fn new(reader: R) -> Self {
        let buffer = Vec::new();
        Messages { reader, buffer }
    }

    /// Waits for the next message. `None`: the client has closed the connection. Cancel-safe: a drop loses no byte.
    async fn next(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some(message) = self.take_message() {
                return Ok(Some(message));
            }
            if self.reader.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Takes a message out of the buffer, if there is a whole one.
    fn take_message(&mut self) -> Option<String> {
        let [high, low, rest @ ..] = &self.buffer[..] else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let message = String::from_utf8_lossy(rest.get(..length)?).into_owned();
        self.buffer.drain(..2 + length);
        Some(message)
    }
}
// ANCHOR_END: Messages

#[path = "../exercises/tests/e1_heartbeat.rs"]
mod tests;
