//! Panics of tasks, of their destructors and outputs, of payloads and of wakers: no other task notices.

mod support;

use stage06::events::{Event, observe};
use stage06::join::{JoinError, JoinHandle};
use stage06::net::TcpListener;
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;
use support::{Bomb, on_wake, on_waker_drop, promptly, settle};

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

/// Runs a task that panics while it owns what the closure makes. A second panic, out of its drop, would abort.
fn while_a_task_unwinds<T: 'static>(make: impl AsyncFnOnce() -> T + Send + 'static) {
    between_good_tasks(async || {
        let task = spawn(async {
            let _owned = make().await;
            panic!("on purpose");
        });
        let outcome: Result<(), _> = task.await;
        assert_eq!(outcome, Err(JoinError::Panicked("on purpose".into())));
    });
}

/// Polls the future once. The waker that it keeps is the last one, and panics when it is dropped.
fn polled<F: Future + Unpin>(mut future: F) -> Option<F> {
    let waker = on_waker_drop(|| panic!("dropped on purpose"));
    let mut context = Context::from_waker(&waker);
    assert!(Pin::new(&mut future).poll(&mut context).is_pending());
    Some(future) // a future alone looks like a forgotten `.await`
}

#[test]
fn of_the_waker_in_a_timer_while_a_task_unwinds() {
    while_a_task_unwinds(async || polled(sleep(Duration::from_secs(1000))));
}

#[test]
fn of_the_waker_in_a_socket_while_a_task_unwinds() {
    while_a_task_unwinds(async || {
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        polled(Box::pin(async move { listener.accept().await.err() }))
    });
}

#[test]
fn of_an_observer_while_a_task_unwinds() {
    while_a_task_unwinds(async || {
        observe(Some(|event| assert!(!matches!(event, Event::Cancel(_)))));
        polled(sleep(Duration::from_secs(1000)))
    });
}

#[test]
fn of_an_observer_at_any_event() {
    thread_local!(static LEFT: Cell<u32> = const { Cell::new(0) });
    promptly("the task", || {
        for n in 0..40 {
            let runtime = Runtime::new().unwrap();
            LEFT.set(n);
            observe(Some(|_| {
                assert!(LEFT.get() > 0, "the observer");
                LEFT.set(LEFT.get() - 1);
            }));
            let task = runtime.spawn(async {
                yield_now().await;
                sleep(Duration::from_millis(1)).await;
                7
            });
            assert_eq!(runtime.block_on(task), Ok(7), "at event {n}");
            let told = catch_unwind(|| observe(None));
            assert!(told.is_err() || n > 20, "at event {n}"); // there are more than twenty
        }
    });
}
