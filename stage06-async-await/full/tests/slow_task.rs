//! A task that holds the loop for too long is named.

use stage06_full::{Runtime, yield_now};
use std::time::{Duration, Instant};
use testkit::{recorded_from, within};

const LIMIT: Duration = Duration::from_secs(20);

fn spin(time: Duration) {
    let begin = Instant::now();
    while begin.elapsed() < time {}
}

async fn spinner() {
    yield_now().await;
    spin(2 * SHORT);
    yield_now().await;
}

/// The warnings that name this future.
fn warnings(name: &str, limit: Duration, program: impl FnOnce(&Runtime)) -> Vec<String> {
    let runtime = Runtime::builder().slow_task(limit).build();
    let lines = recorded_from("stage06_full::runtime::scheduler::watch", || {
        program(&runtime)
    });
    lines
        .into_iter()
        .filter(|line| line.contains(name))
        .collect()
}

/// Long enough that no other poll takes it because the machine is busy.
const SHORT: Duration = Duration::from_millis(25);

#[test]
fn a_task_that_spins_is_named_once() {
    within(LIMIT, "the task", || {
        let lines = warnings("slow_task::spinner", SHORT, |runtime| {
            drop(runtime.spawn(async {}));
            let task = runtime.spawn(spinner());
            runtime.block_on(task).unwrap();
        });
        assert_eq!(lines.len(), 1, "{lines:?}");
        let beginning = "a task held the loop task=1 future=\"slow_task::spinner::{{closure}}\"";
        assert!(lines[0].starts_with(beginning), "{lines:?}");
        assert!(lines[0].ends_with("limit=25ms"), "{lines:?}");
    });
}

#[test]
fn so_is_the_future_of_block_on_and_one_from_a_handle() {
    within(LIMIT, "the tasks", || {
        let lines = warnings("slow_task::spinner", SHORT, |runtime| {
            runtime.block_on(spinner());
        });
        assert!(!lines.is_empty());
        let lines = warnings("slow_task::spinner", SHORT, |runtime| {
            let task = runtime.handle().spawn(spinner());
            runtime.block_on(task).unwrap();
        });
        assert!(!lines.is_empty());
    });
}

#[test]
fn below_the_limit_nothing_is_said() {
    within(LIMIT, "the task", || {
        let lines = warnings("", Duration::from_secs(3600), |runtime| {
            runtime.block_on(spinner());
        });
        assert!(lines.is_empty(), "{lines:?}");
    });
}

#[test]
fn without_a_setting_only_debug_builds_warn() {
    within(LIMIT, "the task", || {
        let runtime = Runtime::new();
        let lines = recorded_from("stage06_full::runtime::scheduler::watch", || {
            runtime.block_on(async { spin(Duration::from_millis(110)) });
        });
        assert_eq!(lines.len(), usize::from(cfg!(debug_assertions)));
    });
}
