//! One download, from the address to the file.

use super::{
    address::{authority, host_and_port, moved, target},
    files::{Folder, file_name, is_shortage},
    progress::expect,
    stop::Stop,
};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::{
    Request, Response, StatusCode,
    body::{Body, Incoming},
    client::conn::http1,
    header,
};
use indicatif::ProgressBar;
use stage06_full::{hyper::Io, net::TcpStream, sleep, spawn, timeout};
use std::{borrow::Cow, error::Error, fmt, future::Future, io, time::Duration};
use url::Url;

/// What all downloads of a run have in common.
pub(crate) struct Downloader {
    pub(crate) folder: Folder,
    /// How long a server may be silent.
    pub(crate) patience: Duration,
    /// How often a failed attempt is made again.
    pub(crate) retries: u32,
    /// The most bytes that a file may have.
    pub(crate) max_size: u64,
    pub(crate) stop: Stop,
}

/// A file that is there.
pub(crate) struct Saved {
    pub(crate) name: String,
    pub(crate) size: u64,
}

/// Why there is no file.
pub(crate) enum Failure {
    /// Another attempt may do better.
    Temporary(String),
    Final(String),
    /// The user did not want to wait.
    Stopped,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Temporary(reason) | Failure::Final(reason) => f.write_str(reason),
            Failure::Stopped => f.write_str("stopped"),
        }
    }
}

const AGENT: &str = concat!("stage06/", env!("CARGO_PKG_VERSION"));

const REDIRECTS: u32 = 10;

/// The first pause between two attempts; each is twice as long as the one before, up to the last.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

impl Downloader {
    /// Downloads a file, in several attempts if need be.
    // ANCHOR: download
    pub(crate) async fn download(&self, url: &Url, bar: &ProgressBar) -> Result<Saved, Failure> {
        let mut pause = PAUSE.0;
        for _ in 0..self.retries {
            match self.attempt(url, bar).await {
                Err(Failure::Temporary(_)) => {}
                result => return result,
            }
            let slept = self.stop.or(sleep(pause)).await;
            slept.ok_or(Failure::Stopped)?;
            pause = PAUSE.1.min(pause * 2);
        }
        self.attempt(url, bar).await
    }
    // ANCHOR_END: download

    /// Follows redirects to the file, and saves it.
    async fn attempt(&self, url: &Url, bar: &ProgressBar) -> Result<Saved, Failure> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            let response = self.step(ask(&url)).await?;
            match redirection(&response) {
                Some(location) => url = moved(&url, &location).map_err(Failure::Final)?,
                None if response.status() == StatusCode::OK => {
                    return self.save(response.into_body(), &url, bar).await;
                }
                None => return Err(refused(response.status())),
            }
        }
        Err(Failure::Final(format!("more than {REDIRECTS} redirects")))
    }

    /// Only the network's steps can be stopped, and not those on the disk: so none is left half done. An answer that
    /// is cut off is a failure, if the server has said how long it is or sends it in chunks. Otherwise, as in
    /// HTTP/1.0, its end cannot be told from a broken connection.
    // ANCHOR: save
    async fn save(
        &self,
        mut body: Incoming,
        url: &Url,
        bar: &ProgressBar,
    ) -> Result<Saved, Failure> {
        let expected = body.size_hint().exact();
        self.check_size(expected.unwrap_or(0))?;
        expect(bar, expected);

        let mut part = self.folder.part().await.map_err(on_disk)?;
        let mut size = 0;
        while let Some(frame) = self.step(next_frame(&mut body)).await? {
            let Ok(bytes) = frame.into_data() else {
                continue; // trailers
            };
            size += bytes.len() as u64;
            self.check_size(size)?;
            bar.set_position(size);
            part = part.write(&bytes).await.map_err(on_disk)?;
        }
        let name = part.keep(file_name(url.path()), &self.folder);
        let name = name.await.map_err(on_disk)?;
        Ok(Saved { name, size })
    }
    // ANCHOR_END: save

    fn check_size(&self, size: u64) -> Result<(), Failure> {
        let most = self.max_size;
        match size <= most {
            true => Ok(()),
            false => Err(Failure::Final(format!("it is larger than {most} bytes"))),
        }
    }

    /// One step of the network's: with a time limit, until the user stops it.
    async fn step<T>(&self, step: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let silence = || format!("the server was silent for {:?}", self.patience);
        match self.stop.or(timeout(self.patience, step)).await {
            None => Err(Failure::Stopped),
            Some(Err(_)) => Err(Failure::Temporary(silence())),
            Some(Ok(result)) => result,
        }
    }
}

/// Connects, asks, and waits for the head of the answer. The connection ends with its body.
// ANCHOR: ask
async fn ask(url: &Url) -> Result<Response<Incoming>, Failure> {
    let request = Request::get(target(url))
        .header(header::HOST, authority(url))
        .header(header::USER_AGENT, AGENT)
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| Failure::Final(error.to_string()))?;
    let stream = TcpStream::connect(host_and_port(url))
        .await
        .map_err(unreachable)?;
    let (mut sender, connection) = http1::handshake(Io::new(stream)).await.map_err(broken)?;
    spawn(connection);
    sender.send_request(request).await.map_err(broken)
}
// ANCHOR_END: ask

async fn next_frame(body: &mut Incoming) -> Result<Option<hyper::body::Frame<Bytes>>, Failure> {
    body.frame().await.transpose().map_err(broken)
}

/// Where the answer says that the file is instead.
fn redirection(response: &Response<Incoming>) -> Option<Cow<'_, str>> {
    let location = response.headers().get(header::LOCATION)?;
    let location = String::from_utf8_lossy(location.as_bytes());
    response.status().is_redirection().then_some(location)
}

fn refused(status: StatusCode) -> Failure {
    let reason = format!("the server says {status}");
    let again = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
    failure(status.is_server_error() || again.contains(&status), reason)
}

fn unreachable(error: io::Error) -> Failure {
    Failure::Temporary(format!("cannot connect: {error}"))
}

/// With the cause, which hyper keeps apart.
fn broken(error: hyper::Error) -> Failure {
    let cause = error.source().map(|cause| format!(": {cause}"));
    Failure::Temporary(format!("{error}{}", cause.unwrap_or_default()))
}

/// A program that has no descriptor left has one again soon.
fn on_disk(error: io::Error) -> Failure {
    failure(is_shortage(&error), format!("cannot save it: {error}"))
}

fn failure(is_temporary: bool, reason: String) -> Failure {
    match is_temporary {
        true => Failure::Temporary(reason),
        false => Failure::Final(reason),
    }
}
