use super::*;
use stage06::block_on::block_on;
use std::thread;
use std::time::Duration;
use testkit::within;

#[test]
fn a_thread_that_has_been_idle_for_a_while_ends_and_the_next_job_has_a_new_one() {
    within(Duration::from_secs(20), "the threads' end", || {
        let pool = Arc::new(Pool::new(4, || {}));
        for round in 0..3 {
            let jobs: Vec<_> = (0..8).map(|n| pool.spawn(move || n + round)).collect();
            for (n, job) in jobs.into_iter().enumerate() {
                assert_eq!(block_on(job).expect("no panic"), n + round);
            }
            assert_eq!(pool.idle_when_all_threads_have_ended(), 0);
        }
    });
}
#[test]
fn a_job_that_is_aborted_leaves_the_queue() {
    within(Duration::from_secs(20), "the last job", || {
        let pool = Arc::new(Pool::new(1, || {}));
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let running = pool.spawn(move || ends.recv().is_err());
        while pool.queued() > 0 {
            thread::yield_now();
        }
        let waiting: Vec<_> = (0..6).map(|_| pool.spawn(|| unreachable!())).collect();
        let last = pool.spawn(|| 7);
        assert_eq!(pool.queued(), 7);
        for job in waiting {
            job.abort();
            job.abort();
            let outcome: Result<(), _> = block_on(job);
            assert!(outcome.expect_err("never begun").is_cancelled());
        }
        assert_eq!(pool.queued(), 1);
        drop(end);
        assert!(block_on(running).expect("no panic"));
        assert_eq!(block_on(last).expect("no panic"), 7);
    });
}
