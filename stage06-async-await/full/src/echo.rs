//! The echo server, by wakers: the text of stage 2's blocking one, with `.await` where that one blocked.

use crate::net::tcp::listener::TcpListener;
use crate::net::tcp::stream::TcpStream;
use crate::runtime::runtime::Runtime;
use crate::task::spawn::spawn;
use futures::future::{Either, select};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use std::pin::pin;
use std::{io, net};

/// How many bytes of a client the server keeps. While the client takes none back, it is not read from.
const CHUNK: usize = 16 * 1024;

/// Serves every client of `listener` until `stop` becomes readable or ends.
///
/// # Errors
///
/// When a socket cannot be registered, or `stop` breaks. What goes wrong with one client ends that client's task
/// only.
pub fn serve(listener: net::TcpListener, stop: net::TcpStream) -> io::Result<()> {
    Runtime::new().block_on(async {
        let serving = pin!(server(TcpListener::from_std(listener)?));
        let mut stop = TcpStream::from_std(stop)?;
        let mut byte = [0];
        match select(serving, stop.read(&mut byte)).await {
            Either::Left(((), _)) => Ok(()),
            Either::Right((stopped, _)) => stopped.map(drop),
        }
    })
}

/// Takes clients, forever. One that has gone again is no reason to stop, nor is a system that has no descriptor
/// left: [`incoming`](TcpListener::incoming) goes on.
// ANCHOR: server
pub async fn server(listener: TcpListener) {
    let mut clients = listener.incoming();
    while let Some(client) = clients.next().await {
        spawn(echo(client));
    }
}
// ANCHOR_END: server

/// Sends back what a client sends, until it ends.
///
/// # Errors
///
/// When the connection breaks.
// ANCHOR: echo
pub async fn echo(mut client: TcpStream) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match client.read(&mut chunk).await? {
            0 => return client.close().await,
            read => client.write_all(&chunk[..read]).await?,
        }
    }
}
// ANCHOR_END: echo
