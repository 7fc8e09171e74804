//! Patient 1: a heartbeat, and messages that vanish. After <https://github.com/vnvo/pgwire-replication/pull/6>.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::interval;

// ANCHOR: serve
/// Serves one client until it closes the connection.
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
// ANCHOR_END: serve

// ANCHOR: read_message
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
// ANCHOR_END: read_message
