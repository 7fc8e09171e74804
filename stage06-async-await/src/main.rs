//! Ten downloads, one after another and then at once, on one thread.

use futures_util::{AsyncReadExt, AsyncWriteExt};
use stage06::Runtime;
use stage06::net::{TcpListener, TcpStream};
use stage06::runtime::{sleep, spawn};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How long the server takes for an answer.
const DELAY: Duration = Duration::from_millis(100);

fn main() -> io::Result<()> {
    Runtime::new()?.block_on(async {
        let listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
        let server = listener.local_addr()?;
        spawn(serve(listener));

        let start = Instant::now();
        let mut bytes = 0;
        for number in 0..10 {
            bytes += download(server, number).await?.len();
        }
        println!(
            "one after another: {bytes} bytes, ≈ {:.1} s",
            start.elapsed().as_secs_f64()
        );

        let start = Instant::now();
        let downloads: Vec<_> = (0..10).map(|n| spawn(download(server, n))).collect();
        let mut bytes = 0;
        for download in downloads {
            bytes += download.await.map_err(|_| ErrorKind::Other)??.len();
        }
        println!(
            "all at once:       {bytes} bytes, ≈ {:.1} s",
            start.elapsed().as_secs_f64()
        );
        Ok(())
    })
}

/// Sends a request, and returns the body of the answer.
async fn download(server: SocketAddr, number: usize) -> io::Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET /{number} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.starts_with("HTTP/1.1 200 ") => Ok(body.to_owned()),
        _ => Err(io::Error::new(ErrorKind::InvalidData, answer)),
    }
}

/// A slow server: a task for each client.
async fn serve(mut listener: TcpListener) -> io::Result<()> {
    loop {
        spawn(answer(listener.accept().await?));
    }
}

async fn answer(mut client: TcpStream) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).await?;
        request.extend(byte);
    }
    sleep(DELAY).await;
    let body = "hello ".repeat(1000);
    let length = body.len();
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
    client.write_all(answer.as_bytes()).await
}
