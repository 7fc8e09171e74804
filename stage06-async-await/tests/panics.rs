//! Panics of tasks, of their destructors and outputs, of payloads and of wakers: no other task notices.

mod support;

use stage06::join::{JoinError, JoinHandle};
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;
use support::{Bomb, on_wake, promptly, settle};

/// Runs a check inside `block_on`, between two tasks of the same turn. They must both end well.
fn between_good_tasks<F: Future<Output = ()>>(check: impl FnOnce() -> F + Send + 'static) {
    promptly("the good tasks", || {
        Runtime::new().unwrap().block_on(async {
            let good = || {
                spawn(async {
                    for _ in 0..20 {
                        yield_now().await;
                    }
                    7
                })
            };
            let before = good();
            check().await;
            let after = good();
            assert_eq!((before.await, after.await), (Ok(7), Ok(7)));
        });
    });
}

#[test]
fn in_a_poll() {
    between_good_tasks(async || {
        let bad = spawn(async { panic!("on purpose") });
        let bad: Result<(), _> = bad.await;
        assert_eq!(bad, Err(JoinError::Panicked("on purpose".into())));
    });
}

#[test]
fn with_a_payload_that_panics_when_it_is_dropped() {
    between_good_tasks(async || {
        let bad = spawn(async { panic_any(Bomb) });
        let bad: Result<(), _> = bad.await;
        assert_eq!(bad, Err(JoinError::Panicked("no message".into())));
    });
}

#[test]
fn in_the_drop_of_the_output_of_a_detached_task() {
    between_good_tasks(async || {
        drop(spawn(async { Bomb }));
        yield_now().await;
        yield_now().await;
    });
}

#[test]
fn in_the_drop_of_an_output_whose_handle_is_dropped_later() {
    between_good_tasks(async || {
        let bad = spawn(async { Bomb });
        yield_now().await;
        yield_now().await;
        assert!(bad.is_finished());
        drop(bad);
    });
}

#[test]
fn in_the_drop_of_an_aborted_future() {
    between_good_tasks(async || {
        let task = spawn(async {
            let _bomb = Bomb;
            pending::<()>().await
        });
        yield_now().await;
        task.abort();
        assert!(matches!(task.await, Err(JoinError::Panicked(_))));
    });
}

#[test]
fn in_the_drop_of_a_finished_future_and_of_its_output() {
    between_good_tasks(async || {
        let held = Bomb;
        let task: JoinHandle<Bomb> = spawn(poll_fn(move |_| {
            let _held = &held;
            Poll::Ready(Bomb)
        }));
        assert!(matches!(task.await, Err(JoinError::Panicked(_))));
    });
}

#[test]
fn of_a_waker_that_a_timer_calls() {
    between_good_tasks(async || {
        let mut stranger = pin!(sleep(Duration::from_millis(5)));
        let waker = on_wake(|| panic!("on purpose"));
        let mut context = Context::from_waker(&waker);
        assert!(stranger.as_mut().poll(&mut context).is_pending());
        // Due in the same turn, after that one.
        sleep(Duration::from_millis(5)).await;
    });
}

#[test]
fn of_a_waker_that_a_handle_calls() {
    between_good_tasks(async || {
        let mut task = pin!(spawn(yield_now()));
        let waker = on_wake(|| panic!("on purpose"));
        let mut context = Context::from_waker(&waker);
        assert!(task.as_mut().poll(&mut context).is_pending());
        for _ in 0..3 {
            yield_now().await;
        }
        assert_eq!(task.await, Ok(()));
    });
}

#[test]
fn in_destructors_when_the_runtime_is_dropped() {
    promptly("the handles", || {
        let runtime = Runtime::new().unwrap();
        let tasks = [(); 3].map(|()| {
            runtime.spawn(async {
                let _bomb = Bomb;
                pending::<()>().await
            })
        });
        settle(&runtime);
        drop(runtime);
        assert!(tasks.iter().all(JoinHandle::is_finished));
    });
}

#[test]
fn of_the_root_future_leaves_the_tasks_where_they_are() {
    promptly("the task", || {
        let (runtime, steps) = (Runtime::new().unwrap(), Cell::new(0));
        let task = runtime.spawn(async {
            yield_now().await;
            7
        });
        let root = || {
            runtime.block_on(poll_fn(|_| -> Poll<()> {
                steps.set(steps.get() + 1);
                panic!("on purpose")
            }))
        };
        catch_unwind(AssertUnwindSafe(root)).unwrap_err();
        assert_eq!(steps.get(), 1);
        assert_eq!(runtime.block_on(task), Ok(7));
    });
}
