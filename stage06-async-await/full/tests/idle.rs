//! A runtime that waits does nothing at all. Takes five seconds; alone in its file, so that no other test disturbs it.
#![cfg(target_os = "linux")]

mod support;

use futures::AsyncReadExt;
use rustix::time::{ClockId, clock_gettime};
use stage06_full::{Runtime, sleep, spawn};
use std::{
    future::pending,
    time::{Duration, Instant},
};
use support::{half_pair, ms, promptly, settle};

/// How long this thread has computed.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.try_into().expect("not negative")
}

#[test]
fn five_seconds_with_a_socket_a_timer_and_many_tasks_are_one_sleep() {
    promptly("5 seconds", || {
        let runtime = Runtime::new();
        let (mut ours, _theirs) = runtime.block_on(async { half_pair() });
        runtime.spawn(async move { ours.read(&mut [0]).await });
        for _ in 0..1000 {
            runtime.spawn(pending::<()>());
        }
        settle(&runtime);
        let (before, began, cpu) = (runtime.metrics(), Instant::now(), cpu_time());
        runtime.block_on(async { spawn(sleep(ms(5000))).await.unwrap() });
        let (after, cpu) = (runtime.metrics(), cpu_time() - cpu);
        assert!(began.elapsed() >= ms(5000));
        assert_eq!(after.parks - before.parks, 1);
        assert_eq!(after.polls - before.polls, 4, "root and task, twice each");
        assert!(cpu < ms(20), "{cpu:?}");
    });
}
