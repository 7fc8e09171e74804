//! The programs, and what they are made of.

pub(crate) mod demo;
mod download;
mod files;
pub(crate) mod get;
mod idle;
mod image;
mod listing;
mod paths;
mod permits;
mod progress;
pub(crate) mod serve;
mod site;
mod stop;
mod url;

use std::time::Duration;

/// A time limit on the command line: seconds, perhaps with a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("it has to be more than nothing, and less than for ever".to_owned()),
    }
}
