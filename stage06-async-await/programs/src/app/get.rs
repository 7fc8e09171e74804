//! Many downloads at the same time.

use super::{
    address::address,
    aside, complain, descriptors,
    download::{Downloader, Failure, Saved},
    files::{Folder, file_name},
    progress::Progress,
    seconds,
    stop::Stop,
};
use clap::{Args, value_parser};
use futures::{StreamExt, stream};
use stage06_full::timeout;
use std::{error::Error, path::PathBuf, process::ExitCode, time::Duration};
use url::Url;

/// How long the last word may take.
const MOMENT: Duration = Duration::from_millis(200);

#[derive(Args)]
pub(crate) struct Options {
    /// What to download
    #[arg(required = true, value_name = "URL", value_parser = address)]
    urls: Vec<Url>,
    /// The folder to save the files in; files that are there already stay as they are
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// How many downloads to run at the same time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = value_parser!(u16).range(1..))]
    jobs: u16,
    /// How many seconds a server may be silent
    #[arg(long, value_name = "S", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// How often to try again when a connection breaks or a server fails
    #[arg(long, value_name = "N", default_value_t = 3)]
    retries: u32,
    /// The most bytes that a file may have
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 30)]
    max_size: u64,
}

/// Downloads all files. The exit code is 0 only if each is there.
pub(crate) async fn get(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let shown = options.out.display().to_string();
    let folder = Folder::open(options.out).await;
    let folder = folder.map_err(|error| format!("cannot save files in {shown}: {error}"))?;
    let stop = Stop::at_signal();
    let at_once = stop.again();
    let downloader = Downloader {
        folder,
        patience: options.timeout,
        retries: options.retries,
        max_size: options.max_size,
        stop,
    };
    let progress = Progress::new();
    let jobs = usize::from(options.jobs).min(descriptors() / 2); // a socket and a file each
    let all = options.urls.len();
    let results = stream::iter(options.urls.iter().enumerate())
        .map(|(number, url)| {
            let name = format!("{}/{all} {}", number + 1, file_name(url.path()));
            one(&downloader, url, &progress, name)
        })
        .buffer_unordered(jobs)
        .collect::<Vec<_>>();
    let finished = async { sum_up(&results.await, &shown, &progress).await };
    Ok(match at_once.or(finished).await {
        Some(code) => code,
        None => {
            let _ = timeout(MOMENT, aside(|| complain("error: stopped at once"))).await;
            ExitCode::FAILURE
        }
    })
}

/// Downloads a file, and says what became of it.
async fn one(
    downloader: &Downloader,
    url: &Url,
    progress: &Progress,
    name: String,
) -> Result<Saved, Failure> {
    let bar = progress.bar(name);
    let result = downloader.download(url, &bar).await;
    bar.finish_and_clear();
    match &result {
        Ok(Saved { name, size }) => {
            progress
                .say(format!("{name} {size} bytes from {url}"))
                .await;
        }
        Err(Failure::Stopped) => {}
        Err(failure) => {
            progress.complain(format!("failed: {url}: {failure}")).await;
        }
    }
    result
}

async fn sum_up(results: &[Result<Saved, Failure>], folder: &str, progress: &Progress) -> ExitCode {
    let (all, saved) = (results.len(), results.iter().flatten().count());
    let stopped = results
        .iter()
        .filter(|result| matches!(result, Err(Failure::Stopped)));
    let stopped = stopped.count();
    match stopped {
        0 => progress.say(format!("{saved} of {all} saved in {folder}")).await,
        _ => progress.complain(format!(
            "stopped: {saved} of {all} saved in {folder}, each of them whole; {stopped} not downloaded"
        )).await,
    }
    match saved == all {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
