//! The programs, and what they are made of.

mod address;
pub(crate) mod demo;
mod download;
mod files;
pub(crate) mod get;
mod limits;
mod listing;
mod opened;
mod paths;
mod print;
mod progress;
pub(crate) mod serve;
mod site;
mod stop;

pub(crate) use print::{aside, complain, say};
use std::{fs, time::Duration};
#[cfg(target_os = "linux")]
pub(crate) use stop::keep_ignoring_hangups;

/// Descriptors that are no client's: those of the loop, and a few for each blocking thread.
const RESERVE: usize = 32;

/// Returns how many descriptors there are for connections and files, after raising the limit as far as it may be.
fn descriptors() -> usize {
    let limit = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1024);
    let open = fs::read_dir("/dev/fd").map_or(0, Iterator::count);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    limit.saturating_sub(open + RESERVE).max(2)
}

/// Thirty years. What is much later not every clock can say.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// A time limit on the command line: seconds, perhaps with a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && duration < FOR_EVER => Ok(duration),
        _ => Err("it has to be more than nothing, and less than forever".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_limit_is_one_that_a_clock_can_say() {
        assert_eq!(seconds("0.5").map(|limit| limit.as_millis()), Ok(500));
        for wrong in ["0", "-1", "1e10", "1e19", "inf", "NaN", "ten", ""] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
