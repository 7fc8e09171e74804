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

/// Thirty years. What is much later not every clock can say.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// A time limit on the command line: seconds, perhaps with a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && duration < FOR_EVER => Ok(duration),
        _ => Err("it has to be more than nothing, and less than for ever".to_owned()),
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
