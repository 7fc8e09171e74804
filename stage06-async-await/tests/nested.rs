//! Where a runtime is missing, or there is one too many, a sentence says so.

mod support;

use stage06::runtime::{Runtime, sleep, spawn};
use std::panic::catch_unwind;
use std::time::Duration;
use support::promptly;

fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = catch_unwind(check).expect_err("it must panic");
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast::<&str>().expect("a message").to_string(),
    }
}

#[test]
fn block_on_inside_of_block_on() {
    promptly("a sentence", || {
        let text = message(|| {
            Runtime::new().unwrap().block_on(async {
                Runtime::new().unwrap().block_on(async {});
            });
        });
        assert!(text.starts_with("block_on inside of a runtime"), "{text}");
    });
}

#[test]
fn block_on_in_a_task_is_that_tasks_panic() {
    promptly("the other task", || {
        Runtime::new().unwrap().block_on(async {
            let nested = spawn(async { Runtime::new().unwrap().block_on(async {}) });
            let text = format!("{:?}", nested.await);
            assert!(text.contains("block_on inside of a runtime"), "{text}");
            assert_eq!(spawn(async { 7 }).await, Ok(7));
        });
    });
}

#[test]
fn spawn_and_sleep_outside_of_a_runtime() {
    for check in [|| drop(spawn(async {})), || drop(sleep(Duration::ZERO))] {
        let text = message(check);
        assert!(text.starts_with("no runtime runs on this thread"), "{text}");
    }
}

#[test]
fn the_plain_block_on_runs_in_no_runtime() {
    let text = message(|| stage06::block_on::block_on(async { drop(spawn(async {})) }));
    assert!(text.starts_with("no runtime runs on this thread"), "{text}");
}
