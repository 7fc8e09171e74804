//! Ten images from a slow server: one after another, then at the same time.

use super::{
    address::address,
    download::{Downloader, Saved},
    files::{Folder, blocking},
    progress::Progress,
    say,
    stop::Stop,
};
use bytes::Bytes;
use futures::StreamExt;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use stage06_full::{gather, hyper::Io, net::TcpListener, now, sleep, spawn};
use std::{convert::Infallible, error::Error, path::Path, process::ExitCode, time::Duration};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the server takes for each image.
const DELAY: Duration = Duration::from_millis(100);

const IMAGES: u8 = 10;

/// Runs it in a folder that is removed afterwards, also when it is stopped.
pub(crate) async fn demo() -> Result<ExitCode> {
    let scratch = blocking(tempfile::tempdir).await?;
    let shown = Stop::at_signal().or(ten_downloads(scratch.path())).await;
    blocking(|| scratch.close()).await?;
    shown.ok_or("stopped")??;
    Ok(ExitCode::SUCCESS)
}

async fn ten_downloads(scratch: &Path) -> Result<()> {
    let server = serve_images().await?;
    say(format!("{IMAGES} images, each {DELAY:?} late"));

    let (begin, progress) = (now(), Progress::new());
    let to = downloader(&scratch.join("one after another")).await?;
    for number in 0..IMAGES {
        download(&server, number, &to, &progress).await?;
    }
    progress.end();
    let slow = (now() - begin).as_secs_f64();
    say(format!("one after another: {IMAGES} files saved"));

    let (begin, progress) = (now(), Progress::new());
    let to = downloader(&scratch.join("at the same time")).await?;
    let saved = at_once(&server, &to, &progress).await?.len();
    progress.end();
    let fast = (now() - begin).as_secs_f64();
    say(format!("at the same time:  {saved} files saved\n"));

    let ratio = slow / fast;
    let times = format!("≈ {slow:.2} s one after another, ≈ {fast:.2} s at the same time");
    say(format!("one thread: {times}: ≈ {ratio:.1} times as fast"));
    Ok(())
}

// ANCHOR: at_once
async fn at_once(server: &str, to: &Downloader, progress: &Progress) -> Result<Vec<Saved>> {
    let downloads = (0..IMAGES).map(|number| download(server, number, to, progress));
    gather(downloads).await.into_iter().collect()
}
// ANCHOR_END: at_once

async fn download(server: &str, number: u8, to: &Downloader, progress: &Progress) -> Result<Saved> {
    let url = format!("http://{server}/image-{number}");
    let bar = progress.bar(format!("image-{number}"));
    let saved = to.download(&address(&url)?, &bar).await;
    bar.finish();
    saved.map_err(|failure| format!("{url}: {failure}").into())
}

async fn downloader(folder: &Path) -> Result<Downloader> {
    Ok(Downloader {
        folder: Folder::open(folder.to_owned()).await?,
        patience: Duration::from_secs(10),
        retries: 0,
        max_size: 1 << 20,
        stop: Stop::never(),
    })
}

/// Serves images on this machine, and returns the address.
async fn serve_images() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    spawn(async move {
        let mut clients = listener.incoming();
        while let Some(client) = clients.next().await {
            let service = service_fn(send_image);
            spawn(http1::Builder::new().serve_connection(Io::new(client), service));
        }
    });
    Ok(address)
}

/// Answers any request, after a while.
async fn send_image(
    _request: Request<Incoming>,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    sleep(DELAY).await;
    Ok(Response::new(Full::from(vec![255; 102])))
}
