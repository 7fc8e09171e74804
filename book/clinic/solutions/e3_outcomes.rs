//! Solution of c3: the limit is around each job, so what is given up is one job and not the record of all.
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

// ANCHOR: run_all
/// Runs all jobs at the same time, for `limit` at most, and says what became of each, in the order of the jobs.
pub async fn run_all(jobs: Vec<Job>, limit: Duration) -> Vec<Outcome> {
    let limited = jobs.into_iter().map(|job| timeout(limit, job));
    let results = join_all(limited).await;
    let outcome = |result| match result {
        Ok(result) => Outcome::Ended(result),
        Err(_) => Outcome::Late,
    };
    results.into_iter().map(outcome).collect()
}
// ANCHOR_END: run_all

#[path = "../exercises/tests/e3_outcomes.rs"]
mod tests;
