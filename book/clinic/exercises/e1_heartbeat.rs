//! Exercise c1: a heartbeat, and messages that vanish.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `serve` hold. The tests call `serve` alone: all
//! else is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c1`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::interval;

/// Serves one client until it closes the connection, and returns `Ok` then. Half a message that it has sent is dropped.
///
/// - A message is its length, two bytes with the high one first, and then so many bytes of text. `on_message` is called with
///   each message, in order, as soon as its last byte has come. The bytes may come in any pieces, with any pauses: a character of
///   several bytes too.
/// - The client reads what it is sent. It is sent a `.` every second, whatever else it does: while it is silent, in the middle of
///   a message, and while it sends messages, be it without any pause.
pub async fn serve<R, W>(
    mut reader: R,
    mut writer: W,
    mut on_message: impl FnMut(String),
) -> io::Result<()>
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let mut heartbeat = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            message = read_message(&mut reader) => match message? {
                Some(message) => on_message(message),
                None => return Ok(()),
            },
            _ = heartbeat.tick() => writer.write_all(b".").await?,
        }
    }
}

/// Reads one message. `None`: the client has closed the connection.
async fn read_message<R: AsyncRead + Unpin>(reader: &mut R) -> io::Result<Option<String>> {
    let read = async {
        let length = reader.read_u16().await?;
        let mut text = vec![0; usize::from(length)];
        reader.read_exact(&mut text).await?;
        Ok(text)
    };
    match read.await {
        Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
        Err(error) if io::Error::kind(&error) == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

#[path = "tests/e1_heartbeat.rs"]
mod tests;
