//! Two clients of patient 1: one sends its messages at once, one pauses in the middle of the first.

use crate::heartbeat::serve;
use std::time::Duration;
use tokio::io::{AsyncWriteExt, duplex, split};
use tokio::time::sleep;

pub(crate) async fn demo() {
    let bytes = b"\0\x05hello\0\x05world";
    talk("a quick client", &[bytes]).await;
    talk("a slow client", &[&bytes[..4], &bytes[4..]]).await;
}

/// Sends these pieces, and waits for a second and a half after each.
async fn talk(client: &str, pieces: &[&[u8]]) {
    let (mut theirs, ours) = duplex(1024);
    let (reader, writer) = split(ours);
    let mut messages = Vec::new();
    let server = serve(reader, writer, |message| messages.push(message));
    let talk = async {
        for piece in pieces {
            theirs.write_all(piece).await.expect("the server reads");
            sleep(Duration::from_millis(1500)).await;
        }
        theirs.shutdown().await.expect("the server reads");
    };
    let (served, ()) = tokio::join!(server, talk);
    println!("{client}: {served:?}, and the server has read {messages:?}");
}
