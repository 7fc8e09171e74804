//! Draws the README's picture from a run: `cargo run -p book --example picture > book/src/downloads.svg`.

use futures::{AsyncReadExt, AsyncWriteExt, future::join_all};
use stage01::println;
use stage06_full::{
    Runtime,
    net::{TcpListener, TcpStream},
    now, sleep, spawn,
};
use std::{io, net::SocketAddr, ops::Range, time::Duration};

/// How long the server takes for an answer.
const DELAY: Duration = Duration::from_millis(100);

/// The height of a download in the picture.
const ROW: usize = 16;

/// Where the times begin.
const LEFT: usize = 30;

fn main() -> io::Result<()> {
    let (alone, together) = Runtime::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let server = listener.local_addr()?;
        spawn(serve(listener));
        let begun = now();
        let mut alone = Vec::new();
        for _ in 0..10 {
            alone.push(download(server, begun).await?);
        }
        let begun = now();
        let downloads = (0..10).map(|_| download(server, begun));
        let together: io::Result<Vec<_>> = join_all(downloads).await.into_iter().collect();
        io::Result::Ok((alone, together?))
    })?;
    println!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {}" role="img" aria-label="Ten downloads, one after another and at once">"#,
        2 * height(&alone) + 10
    );
    println!(
        "<style>\ntext {{ font: 13px sans-serif; fill: #57606a }}\nline {{ stroke: #8c959f; stroke-opacity: .35 }}\n\
         rect {{ fill: #b7410e }}\n@media (prefers-color-scheme: dark) {{ text {{ fill: #c9d1d9 }} rect {{ fill: #f0883e }} }}\n</style>"
    );
    draw("one after another", &alone, 0);
    draw("at once, on the same thread", &together, height(&alone));
    println!("</svg>");
    Ok(())
}

fn height(times: &[Range<Duration>]) -> usize {
    ROW * times.len() + 50
}

/// Draws a bar for each download, and a line for each tenth of a second.
fn draw(title: &str, times: &[Range<Duration>], top: usize) {
    let x = |time: Duration| LEFT as f64 + time.as_secs_f64() * 600.0;
    let end = times.iter().map(|time| time.end).max().unwrap_or_default();
    let (label, bottom) = (top + 20, top + height(times) - 16);
    println!(
        r#"<text x="{LEFT}" y="{label}">ten downloads {title}: {:.2} s</text>"#,
        end.as_secs_f64()
    );
    for tenth in 0..=11 {
        let at = x(DELAY * tenth);
        println!(
            r#"<line x1="{at:.1}" x2="{at:.1}" y1="{}" y2="{bottom}"/>"#,
            top + 30
        );
    }
    for (row, time) in times.iter().enumerate() {
        let (y, begin) = (top + 34 + ROW * row, x(time.start));
        let width = x(time.end) - begin;
        println!(
            r#"<text x="{}" y="{}" text-anchor="end">{}</text><rect x="{begin:.1}" y="{y}" width="{width:.1}" height="{}" rx="2"/>"#,
            LEFT - 8,
            y + 11,
            row + 1,
            ROW - 4
        );
    }
}

/// Returns when a download began and ended.
async fn download(server: SocketAddr, begun: std::time::Instant) -> io::Result<Range<Duration>> {
    let start = now() - begun;
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(start..now() - begun)
}

/// A slow server: a task for each client.
async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut client, _) = listener.accept().await?;
        spawn(async move {
            let mut request = [0; 18];
            client.read_exact(&mut request).await?;
            sleep(DELAY).await;
            client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello").await?;
            client.close().await
        });
    }
}
