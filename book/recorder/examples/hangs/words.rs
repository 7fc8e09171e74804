//! A leaf that has no wrapper: a session that reads from a socket.

use tokio::io::{AsyncRead, AsyncReadExt};

// ANCHOR: read_length
/// Reads the length of a message.
pub(crate) async fn read_length(socket: &mut (impl AsyncRead + Unpin)) -> std::io::Result<u32> {
    recorder::wait("the length of a message", socket.read_u32()).await
}
// ANCHOR_END: read_length
