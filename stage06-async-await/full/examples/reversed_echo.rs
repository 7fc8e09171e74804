//! Server and client in one thread: two halves of one task.

use futures::{AsyncReadExt, AsyncWriteExt, future::try_join};
use stage01::println;
use stage06_full::{
    Runtime,
    net::{TcpListener, TcpStream},
};
use std::{io, net::SocketAddr};

async fn server(listener: TcpListener) -> io::Result<()> {
    let (mut client, _) = listener.accept().await?;
    let mut message = Vec::new();
    (&mut client).take(1024).read_to_end(&mut message).await?;
    println!("Received from client {}", shown(&message));
    message.reverse();
    client.write_all(&message).await
}

async fn client(server: SocketAddr) -> io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    server.write_all(b"Hello World!").await?;
    server.close().await?; // this half only: the answer is still to come
    let mut message = Vec::new();
    server.read_to_end(&mut message).await?;
    println!("Received from server {}", shown(&message));
    Ok(())
}

fn shown(bytes: &[u8]) -> String {
    format!("b'{}'", String::from_utf8_lossy(bytes))
}

fn main() -> io::Result<()> {
    println!("[003t] server and client in one loop");
    let runtime = Runtime::new();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        try_join(server(listener), client(address)).await.map(drop)
    })?;
    let metrics = runtime.metrics();
    println!("\npolls: {}; sleeps: ≈ {}", metrics.polls, metrics.parks);
    Ok(())
}
