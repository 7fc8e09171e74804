//! The provided tests of c3. They call `run_all` and nothing else.

#[path = "paused.rs"]
mod paused;

use super::{Job, Outcome, Outcome::Ended, Outcome::Late, run_all};
use paused::paused;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// A job that takes so many seconds. A number above 100 is that of an HTTP error.
fn job(seconds: u32, number: u32) -> Job {
    Box::pin(async move {
        sleep(SECOND * seconds).await;
        match number {
            0..=100 => Ok(number),
            number => Err(format!("error {number}")),
        }
    })
}

fn failed(number: u32) -> Outcome {
    Ended(Err(format!("error {number}")))
}

#[test]
fn an_error_before_the_time_is_up() {
    paused("the outcome of two jobs", || async {
        let outcomes = run_all(vec![job(1, 503), job(100, 1)], 10 * SECOND).await;
        assert_eq!(
            outcomes,
            [failed(503), Late],
            "the first job failed after a second, and the second was late; left is what `run_all` says"
        );
    });
}

#[test]
fn errors_do_not_end_the_other_jobs() {
    paused("the outcome of three jobs", || async {
        let outcomes = run_all(vec![job(3, 1), job(1, 500), job(2, 501)], 10 * SECOND).await;
        assert_eq!(
            outcomes,
            [Ended(Ok(1)), failed(500), failed(501)],
            "all three jobs end in time; left is what `run_all` says"
        );
    });
}

#[test]
fn all_are_in_time() {
    paused("the outcome of three jobs", || async {
        let begin = Instant::now();
        let outcomes = run_all(vec![job(3, 3), job(1, 1), job(2, 2)], 10 * SECOND).await;
        assert_eq!(
            outcomes,
            [3, 1, 2].map(|n| Ended(Ok(n))),
            "the outcomes, in the order of the jobs"
        );
        assert_eq!(
            begin.elapsed(),
            3 * SECOND,
            "the time for jobs of 1, 2 and 3 seconds at the same time"
        );
    });
}

#[test]
fn the_time_is_the_same_for_all() {
    paused("the outcome of six jobs", || async {
        let begin = Instant::now();
        let jobs = (0..6).map(|n| job(4 * n + 1, n)).collect();
        let outcomes = run_all(jobs, 10 * SECOND).await;
        let took = begin.elapsed();
        assert!(
            took <= 10 * SECOND + SECOND / 10,
            "a limit of ten seconds for all jobs together, and it took {took:?}"
        );
        let expected = [Ended(Ok(0)), Ended(Ok(1)), Ended(Ok(2)), Late, Late, Late];
        assert_eq!(
            outcomes, expected,
            "six jobs of 1, 5, 9, 13, 17 and 21 seconds, with ten seconds for all"
        );
    });
}

#[test]
fn a_late_job_is_dropped() {
    paused("the time after the limit", || async {
        let steps = Arc::new(AtomicU32::new(0));
        let count = steps.clone();
        let busy: Job = Box::pin(async move {
            for _ in 0..1000 {
                sleep(SECOND).await;
                count.fetch_add(1, SeqCst);
            }
            Ok(0)
        });
        let outcomes = run_all(vec![busy, job(1, 1)], 10 * SECOND).await;
        let before = steps.load(SeqCst);
        sleep(100 * SECOND).await;
        assert_eq!(
            steps.load(SeqCst),
            before,
            "what a late job did, a hundred seconds after the limit; right, at the limit"
        );
        assert_eq!(
            outcomes,
            [Late, Ended(Ok(1))],
            "left is what `run_all` says"
        );
        assert_eq!(Arc::strong_count(&steps), 1, "a late job still exists");
    });
}

#[test]
fn a_dropped_run_drops_its_jobs() {
    paused("the time after the drop", || async {
        let steps = Arc::new(AtomicU32::new(0));
        let count = steps.clone();
        let busy: Job = Box::pin(async move {
            loop {
                sleep(SECOND).await;
                count.fetch_add(1, SeqCst);
            }
        });
        let run = run_all(vec![busy, job(1, 500)], 100 * SECOND);
        assert!(
            timeout(5 * SECOND, run).await.is_err(),
            "one job has no end, and the limit is a hundred seconds"
        );
        let before = steps.load(SeqCst);
        sleep(50 * SECOND).await;
        assert_eq!(
            steps.load(SeqCst),
            before,
            "what a job did, fifty seconds after `run_all` was dropped; right, at the drop"
        );
    });
}

#[test]
fn no_jobs() {
    paused("the outcome of no jobs", || async {
        let begin = Instant::now();
        assert_eq!(
            run_all(Vec::new(), 10 * SECOND).await,
            [],
            "the outcomes of no jobs"
        );
        assert_eq!(begin.elapsed(), Duration::ZERO, "the time for no jobs");
    });
}
