//! Patient 3: a time limit, and an error that was never seen. After <https://github.com/python/cpython/pull/95761>.

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
    let number = jobs.len();
    match timeout(limit, join_all(jobs)).await {
        Ok(results) => results.into_iter().map(Outcome::Ended).collect(),
        Err(_) => vec![Outcome::Late; number],
    }
}
// ANCHOR_END: run_all
