//! The future of `block_on`.

use super::super::events::{Event, observe};
use super::super::runtime::{sleep, spawn, yield_now};
use super::{MS, check, later};
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
};

#[test]
fn the_future_itself_may_be_woken_from_another_thread() {
    check(
        "the future of block_on, which another thread wakes",
        |runtime| {
            for _ in 0..100 {
                assert_eq!(runtime.block_on(later()), Ok(42));
            }
        },
    );
}

#[test]
fn the_future_itself_does_not_starve_its_tasks() {
    check(
        "two tasks beside a future that always wakes itself",
        |runtime| {
            runtime.block_on(async {
                let (task, nap) = (spawn(async { 1 }), spawn(sleep(5 * MS)));
                while !task.is_finished() || !nap.is_finished() {
                    yield_now().await;
                }
            });
        },
    );
}

#[test]
fn the_future_itself_is_polled_only_when_it_is_woken() {
    check("the future of block_on", |runtime| {
        let polls = Cell::new(0);
        runtime.block_on(async {
            let mut task = spawn(async {
                for _ in 0..100 {
                    yield_now().await;
                }
            });
            poll_fn(|context| {
                polls.set(polls.get() + 1);
                std::pin::Pin::new(&mut task).poll(context)
            })
            .await
            .unwrap();
        });
        assert_eq!(
            polls.get(),
            2,
            "polls of the future that block_on was given"
        );
    });
}

#[test]
fn a_panic_of_the_future_itself_leaves_the_runtime_usable() {
    check(
        "a task after a panic of the future of block_on",
        |runtime| {
            let panics = || runtime.block_on(async { panic!("out") });
            let panic: Result<(), _> = catch_unwind(AssertUnwindSafe(panics));
            assert!(panic.is_err());
            assert_eq!(runtime.block_on(async { spawn(async { 3 }).await }), Ok(3));
        },
    );
}

thread_local!(static TASKS: Cell<i32> = const { Cell::new(0) });

/// From now on the tasks of this thread that were spawned and have not ended are counted.
fn count_tasks() {
    observe(Some(|event| match event {
        Event::Spawn(_) => TASKS.set(TASKS.get() + 1),
        Event::Complete(_) => TASKS.set(TASKS.get() - 1),
        _ => {}
    }));
}

#[test]
fn a_call_that_has_ended_leaves_no_task() {
    check("ten calls of block_on", |runtime| {
        count_tasks();
        (0..10).for_each(|_| runtime.block_on(yield_now()));
        let left = TASKS.get();
        assert!(left <= 1, "ten calls of block_on have left {left} tasks"); // the last may go in the next call
    });
}

#[test]
fn a_call_that_has_panicked_leaves_no_task() {
    check("ten calls of block_on", |runtime| {
        count_tasks();
        for _ in 0..10 {
            let panics = || runtime.block_on(async { panic!("out") });
            let panic: Result<(), _> = catch_unwind(AssertUnwindSafe(panics));
            assert!(panic.is_err());
        }
        let left = TASKS.get();
        assert!(left <= 1, "ten panics in block_on have left {left} tasks");
    });
}
