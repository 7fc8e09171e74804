//! Three faults of the program that the ten downloads rebuild, and that they are gone: it reads no answer, two of its
//! images in the same millisecond get one name, and it never makes the session that it uses.

/// The modules of `get`.
#[allow(dead_code)] // some of it is for `get` alone
#[path = "../src/app"]
mod app {
    pub(crate) mod address;
    pub(crate) mod download;
    pub(crate) mod files;
    mod print;
    pub(crate) mod progress;
    pub(crate) mod stop;
    pub(crate) use print::{aside, complain, say};
}

use app::{address, download::Downloader, files, progress::Progress, say, stop::Stop};
use stage06_full::{Runtime, gather, now};
use std::{
    collections::HashSet,
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let server = Server::start()?;
    Runtime::new().block_on(async {
        one_download(&server, &scratch.path().join("one")).await?;
        names_do_not_collide(&scratch.path().join("names")).await?;
        ten_downloads(&server, scratch.path()).await
    })
}

async fn one_download(server: &Server, path: &Path) -> Result<()> {
    say("[001z] one download, from task to file");
    let begin = now();
    let size = server.download(0, &downloader(path).await?).await?.size;
    let took = (now() - begin).as_secs_f64();
    let (served, files) = (server.served.swap(0, SeqCst), count(path)?);
    say(format!("served {served} files {files} size {size}"));
    say(format!("elapsed_rounded_0.1s ≈ {took:.1}\n"));
    Ok(())
}

async fn names_do_not_collide(path: &Path) -> Result<()> {
    say("[001aa] four files that want the same name");
    let folder = files::Folder::open(path.to_owned()).await?;
    let write = async |data: &[u8]| {
        let part = folder.part().await?.write(data).await?;
        part.keep("file.jpeg".to_owned(), &folder).await
    };
    write(b"one").await?;
    write(b"two").await?;
    let files = count(path)?;
    say(format!("files after 2 spaced writes: {files}"));
    let (three, four) = futures::future::join(write(b"three"), write(b"four")).await;
    three.and(four)?;
    let files = count(path)?;
    say(format!(
        "files after 2 more writes in the same ms: {files} (none was overwritten)\n"
    ));
    Ok(())
}

async fn ten_downloads(server: &Server, scratch: &Path) -> Result<()> {
    say("[001ab] ten downloads, one after another and at the same time");
    let (begin, to) = (now(), downloader(&scratch.join("sequential")).await?);
    let mut names = HashSet::new();
    for number in 0..10 {
        names.insert(server.download(number, &to).await?.name);
    }
    server.report("sequential", names.len(), now() - begin);

    let (begin, to) = (now(), downloader(&scratch.join("concurrent")).await?);
    let saved = gather((0..10).map(|number| server.download(number, &to))).await;
    let saved = saved.into_iter().collect::<Result<Vec<_>>>()?;
    server.report("concurrent", saved.len(), now() - begin);
    let names: HashSet<_> = saved.iter().map(|saved| &saved.name).collect();
    let distinct = names.len() == saved.len();
    say(format!("distinct file names = writes: {distinct}"));
    Ok(())
}

async fn downloader(folder: &Path) -> Result<Downloader> {
    Ok(Downloader {
        folder: files::Folder::open(folder.to_owned()).await?,
        patience: Duration::from_secs(10),
        retries: 0,
        max_size: 1 << 20,
        stop: Stop::never(),
    })
}

fn count(folder: &Path) -> Result<usize> {
    Ok(fs::read_dir(folder)?.count())
}

/// A server of images that takes a tenth of a second for each, on threads of its own.
struct Server {
    address: SocketAddr,
    /// How many images it has sent.
    served: Arc<AtomicU32>,
}

impl Server {
    fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let served = Arc::new(AtomicU32::new(0));
        let count = served.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let count = count.clone();
                thread::spawn(move || send_image(client, &count));
            }
        });
        Ok(Server { address, served })
    }

    async fn download(&self, number: u8, to: &Downloader) -> Result<app::download::Saved> {
        let url = format!("http://{}/image-{number}.bmp", self.address);
        let bar = Progress::new().bar(String::new());
        let saved = to.download(&address::address(&url)?, &bar).await;
        saved.map_err(|failure| format!("{url}: {failure}").into())
    }

    fn report(&self, order: &str, writes: usize, took: Duration) {
        let served = self.served.swap(0, SeqCst);
        let took = took.as_secs_f64();
        say(format!(
            "{order}: served {served} writes {writes} elapsed_rounded_0.1s ≈ {took:.1}"
        ));
    }
}

fn send_image(mut client: TcpStream, served: &AtomicU32) -> std::io::Result<()> {
    let head = BufReader::new(client.try_clone()?).lines();
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    thread::sleep(Duration::from_millis(100));
    served.fetch_add(1, SeqCst);
    client.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 102\r\n\r\n")?;
    client.write_all(&[255; 102])
}
