//! Ten downloads, one after another and then at once, on one thread.

use futures_util::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use stage01::println;
use stage06::net::{TcpListener, TcpStream};
use stage06::runtime::{Runtime, sleep, spawn};
use std::io::{Error, Result};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

fn main() -> Result<()> {
    Runtime::new()?.block_on(async {
        let listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
        let server = listener.local_addr()?;
        spawn(serve(listener));
        println!("a server takes 100 ms for each page");
        let (start, mut pages) = (Instant::now(), Vec::new());
        for number in 1..=10 {
            pages.push(download(server, number).await?);
        }
        let single = start.elapsed().as_secs_f64();
        println!("one after another: {}", pages.join(", "));

        let (start, mut pages) = (Instant::now(), Vec::new());
        let tasks: Vec<_> = (1..=10).map(|n| spawn(download(server, n))).collect();
        for task in tasks {
            pages.push(task.await.map_err(|_| Error::other("panicked"))??);
        }
        let all = start.elapsed().as_secs_f64();
        println!("all at once:       {}", pages.join(", "));
        let faster = single / all;
        println!("≈ {single:.2} s one by one, ≈ {all:.2} s at once: ≈ {faster:.1} times as fast");
        Ok(())
    })
}

async fn download(server: SocketAddr, number: u32) -> Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET /{number} HTTP/1.0\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?; // in HTTP/1.0 the connection ends with the answer
    let page = answer.strip_prefix("HTTP/1.0 200 OK\r\n\r\n");
    page.map(String::from).ok_or_else(|| Error::other(answer))
}

async fn serve(mut listener: TcpListener) -> Result<()> {
    loop {
        spawn(answer(BufReader::new(listener.accept().await?))); // a task for each client
    }
}

async fn answer(mut client: BufReader<TcpStream>) -> Result<()> {
    let mut request = String::new();
    while client.read_line(&mut request).await? > 2 {} // up to the empty line
    sleep(Duration::from_millis(100)).await;
    let number = request.split(['/', ' ']).nth(2).unwrap_or_default();
    let answer = format!("HTTP/1.0 200 OK\r\n\r\npage {number}");
    client.write_all(answer.as_bytes()).await
}
