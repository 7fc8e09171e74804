//! Ten images from a slow server: one after another, then at the same time.

use super::{
    download::{Downloader, Saved},
    files::{Folder, blocking},
    image::bmp,
    progress::Progress,
    stop::Stop,
};
use bytes::Bytes;
use futures::StreamExt;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use stage06_full::{gather, hyper::Io, net::TcpListener, now, sleep, spawn};
use std::{
    cell::Cell, collections::HashSet, convert::Infallible, error::Error, fs, path::Path,
    process::ExitCode, rc::Rc, time::Duration,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the server takes for each image.
const DELAY: Duration = Duration::from_millis(100);

const IMAGES: u8 = 10;

/// Runs it in a folder that is removed afterwards, also at Ctrl-C.
pub(crate) async fn demo() -> Result<ExitCode> {
    let scratch = blocking(tempfile::tempdir).await?;
    let shown = Stop::at_ctrl_c().or(show(scratch.path())).await;
    blocking(|| scratch.close()).await?;
    shown.ok_or("stopped")??;
    Ok(ExitCode::SUCCESS)
}

async fn show(scratch: &Path) -> Result<()> {
    let server = Server::start()?;
    one_download(&server, &scratch.join("one")).await?;
    names_do_not_collide(&scratch.join("names")).await?;
    ten_downloads(&server, scratch).await
}

async fn one_download(server: &Server, path: &Path) -> Result<()> {
    println!("[001z] one download, from task to file");
    let begin = now();
    let progress = Progress::new();
    let saved = server
        .download(0, &downloader(path).await?, &progress)
        .await?;
    progress.end();
    let took = (now() - begin).as_secs_f64();
    let (served, files) = (server.served.take(), files(path).await?);
    println!("served {served} files {files} size {}", saved.size);
    println!("elapsed_rounded_0.1s ≈ {took:.1}\n");
    Ok(())
}

async fn names_do_not_collide(path: &Path) -> Result<()> {
    println!("[001aa] four files that want the same name");
    let folder = Folder::open(path.to_owned()).await?;
    let write = async |data: &'static str| {
        let part = folder.part().await?.write(data.into()).await?;
        part.keep("file.jpeg".to_owned(), &folder).await
    };
    write("one").await?;
    write("two").await?;
    println!("files after 2 spaced writes: {}", files(path).await?);
    let (three, four) = futures::join!(write("three"), write("four"));
    three?;
    four?;
    let files = files(path).await?;
    println!("files after 2 more writes in the same ms: {files} (none was overwritten)\n");
    Ok(())
}

async fn ten_downloads(server: &Server, scratch: &Path) -> Result<()> {
    println!("[001ab] ten downloads, one after another and at the same time");
    let (begin, progress) = (now(), Progress::new());
    let to = downloader(&scratch.join("sequential")).await?;
    let mut saved = Vec::new();
    for number in 0..IMAGES {
        saved.push(server.download(number, &to, &progress).await?);
    }
    let one_by_one = now() - begin;
    progress.end();
    server.report("sequential", &saved, one_by_one);

    let (begin, progress) = (now(), Progress::new());
    let to = downloader(&scratch.join("concurrent")).await?;
    let saved = at_once(server, &to, &progress).await?;
    let together = now() - begin;
    progress.end();
    server.report("concurrent", &saved, together);
    let names: HashSet<_> = saved.iter().map(|saved| &saved.name).collect();
    println!(
        "distinct file names = writes: {}",
        names.len() == saved.len()
    );

    let (slow, fast) = (one_by_one.as_secs_f64(), together.as_secs_f64());
    println!(
        "one thread: ≈ {slow:.2} s one after another, ≈ {fast:.2} s at the same time: ≈ {:.1} times as fast",
        slow / fast
    );
    Ok(())
}

// ANCHOR: at_once
async fn at_once(server: &Server, to: &Downloader, progress: &Progress) -> Result<Vec<Saved>> {
    let downloads = (0..IMAGES).map(|number| server.download(number, to, progress));
    gather(downloads).await.into_iter().collect()
}
// ANCHOR_END: at_once

async fn downloader(path: &Path) -> Result<Downloader> {
    Ok(Downloader {
        folder: Folder::open(path.to_owned()).await?,
        patience: Duration::from_secs(10),
        retries: 0,
        max_size: 1 << 20,
        stop: Stop::never(),
    })
}

async fn files(path: &Path) -> Result<usize> {
    let path = path.to_owned();
    Ok(blocking(|| Ok(fs::read_dir(path)?.count())).await?)
}

/// A server of images on this machine.
struct Server {
    address: String,
    /// How many images it has sent.
    served: Rc<Cell<u32>>,
}

impl Server {
    fn start() -> Result<Self> {
        let mut listener = TcpListener::bind("127.0.0.1:0".parse()?)?;
        let server = Server {
            address: listener.local_addr()?.to_string(),
            served: Rc::default(),
        };
        let served = server.served.clone();
        spawn(async move {
            let mut clients = listener.incoming();
            while let Some(client) = clients.next().await {
                let served = served.clone();
                let service = service_fn(move |request| send_image(request, served.clone()));
                spawn(http1::Builder::new().serve_connection(Io::new(client), service));
            }
        });
        Ok(server)
    }

    async fn download(&self, number: u8, to: &Downloader, progress: &Progress) -> Result<Saved> {
        let url = format!("http://{}/image-{number}.bmp", self.address);
        let bar = progress.bar(format!("image-{number}.bmp"));
        let saved = to.download(&url.parse()?, &bar).await;
        bar.finish();
        saved.map_err(|failure| format!("{url}: {failure}").into())
    }

    fn report(&self, order: &str, saved: &[Saved], took: Duration) {
        let (served, writes) = (self.served.take(), saved.len());
        println!(
            "{order}: served {served} writes {writes} elapsed_rounded_0.1s ≈ {:.1}",
            took.as_secs_f64()
        );
    }
}

/// Answers `/image-3.bmp`, after a while.
async fn send_image(
    request: Request<Incoming>,
    served: Rc<Cell<u32>>,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    sleep(DELAY).await;
    served.set(served.get() + 1);
    let digits = request.uri().path().matches(char::is_numeric);
    let number = digits.collect::<String>().parse().unwrap_or_default();
    Ok(Response::new(Full::from(bmp(number))))
}
