//! Exercise c3: a time limit, and an error that was never seen.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `run_all` hold. The tests call `run_all` alone: all else
//! is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c3`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use futures::future::{BoxFuture, join_all};
use std::time::Duration;
use tokio::time::timeout;

/// A job: it succeeds with a number or fails with an error.
pub type Job = BoxFuture<'static, Result<u32, String>>;

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has ended, like this.
    Ended(Result<u32, String>),
    /// It had not ended when the time was up.
    Late,
}

/// Runs all jobs at the same time, for `limit` at most, and says what became of each, in the order of the jobs.
///
/// - A job that has ended when the time is up is `Ended`, with its number or its error, whatever becomes of the others.
/// - It returns when all jobs have ended, or when the time is up. A job that has not ended then is `Late`, and dropped.
/// - If its own future is dropped, all jobs are.
pub async fn run_all(jobs: Vec<Job>, limit: Duration) -> Vec<Outcome> {
    let number = jobs.len();
    match timeout(limit, join_all(jobs)).await {
        Ok(results) => results.into_iter().map(Outcome::Ended).collect(),
        Err(_) => vec![Outcome::Late; number],
    }
}

#[path = "tests/e3_outcomes.rs"]
mod tests;
