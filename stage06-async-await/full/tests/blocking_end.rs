//! The end of a runtime waits for the blocking jobs that have begun, and not forever.

use stage06_full::{Runtime, block_on};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};
use testkit::{recorded, within};

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_runtime_that_is_dropped_waits_for_what_has_begun_and_cancels_what_has_not() {
    within(LIMIT, "the end", || {
        let runtime = Runtime::builder()
            .max_blocking_threads(1)
            .shutdown_timeout(LIMIT)
            .build();
        let handle = runtime.handle();
        let (begun, has_begun) = mpsc::channel();
        let done = Arc::new(AtomicBool::new(false));
        let say = done.clone();
        let running = handle.spawn_blocking(move || {
            begun.send(()).unwrap();
            thread::sleep(Duration::from_millis(50)); // this is its work
            say.store(true, SeqCst);
            42
        });
        has_begun.recv().unwrap();
        let queued = handle.spawn_blocking(|| unreachable!("begun"));
        drop(runtime);
        assert!(done.load(SeqCst));
        assert_eq!(block_on(running).unwrap(), 42);
        assert!(block_on(queued).unwrap_err().is_cancelled());
    });
}

#[test]
fn a_job_that_takes_too_long_is_left_to_itself_with_a_warning() {
    within(LIMIT, "the end", || {
        let lines = recorded(|| {
            let runtime = Runtime::builder()
                .shutdown_timeout(Duration::from_millis(5))
                .build();
            let (begun, has_begun) = mpsc::channel();
            let (release, released) = mpsc::channel();
            let job = runtime.handle().spawn_blocking(move || {
                begun.send(()).unwrap();
                released.recv()
            });
            has_begun.recv().unwrap();
            drop(runtime);
            release.send(42).unwrap();
            assert_eq!(block_on(job).unwrap(), Ok(42), "it has not been hurt");
        });
        let warning = "blocking jobs outlive their runtime jobs=1 waited=5ms";
        assert_eq!(lines, [warning]);
    });
}

#[test]
fn a_runtime_whose_threads_are_idle_ends_without_a_warning() {
    within(LIMIT, "the end", || {
        let lines = recorded(|| {
            let runtime = Runtime::builder().shutdown_timeout(LIMIT).build();
            let job = runtime.handle().spawn_blocking(|| ());
            runtime.block_on(job).unwrap();
        });
        assert!(
            !lines.iter().any(|line| line.contains("outlive")),
            "{lines:?}"
        );
    });
}
