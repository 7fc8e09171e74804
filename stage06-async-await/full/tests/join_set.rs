//! Tasks that belong together, and handles that only abort.

mod support;

use stage06_full::{AbortHandle, Runtime, sleep, spawn, task::JoinSet, timeout, yield_now};
use std::{future::pending, rc::Rc, time::Duration};
use support::{Log, OnDrop, promptly, settle};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn virtually(check: impl AsyncFnOnce() + Send + 'static) {
    promptly("the tasks", || {
        Runtime::with_virtual_time().block_on(check())
    });
}

#[test]
fn outcomes_come_in_the_order_in_which_the_tasks_finish() {
    virtually(async || {
        for nobody_waits in [false, true] {
            let mut tasks = JoinSet::new();
            for n in [3, 1, 2] {
                tasks.spawn(async move {
                    sleep(seconds(n)).await;
                    n
                });
            }
            if nobody_waits {
                sleep(seconds(9)).await;
                tasks.spawn(async { 4 });
            }
            let mut finished = Vec::new();
            while let Some(outcome) = tasks.join_next().await {
                finished.push(outcome.unwrap());
            }
            assert_eq!(finished[..3], [1, 2, 3]);
            assert_eq!(finished.len(), if nobody_waits { 4 } else { 3 });
            assert!(tasks.join_next().await.is_none() && tasks.is_empty());
        }
    });
}

#[test]
fn an_outcome_that_was_not_waited_for_is_kept() {
    virtually(async || {
        let mut tasks = JoinSet::new();
        let spawned = |n| async move {
            sleep(seconds(n)).await;
            n
        };
        tasks.spawn(spawned(2));
        for _ in 0..5 {
            let late = timeout(Duration::ZERO, tasks.join_next()).await;
            assert!(late.is_err(), "it has not finished");
        }
        sleep(seconds(3)).await;
        drop(tasks.join_next()); // never polled
        tasks.spawn(spawned(1)); // finds that the first has finished
        assert_eq!(tasks.len(), 2);
        assert_eq!(tasks.join_next().await.unwrap().unwrap(), 2);
        assert_eq!(tasks.join_next().await.unwrap().unwrap(), 1);
    });
}

#[test]
fn a_panic_and_an_abort_are_outcomes_of_one_task_only() {
    virtually(async || {
        let mut tasks = JoinSet::new();
        tasks.spawn(async { panic!("on purpose") });
        let stop = tasks.spawn(pending());
        tasks.spawn(async { sleep(seconds(1)).await });
        let panicked = tasks.join_next().await.unwrap().unwrap_err();
        assert!(panicked.is_panic());
        stop.abort();
        let aborted = tasks.join_next().await.unwrap().unwrap_err();
        assert!(aborted.is_cancelled());
        assert!(tasks.join_next().await.unwrap().is_ok());
    });
}

#[test]
fn a_set_that_is_dropped_aborts_its_tasks() {
    promptly("the drop", || {
        let runtime = Runtime::new();
        let held = Rc::new(());
        runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for _ in 0..3 {
                let held = held.clone();
                tasks.spawn(async move {
                    pending::<()>().await;
                    drop(held);
                });
            }
            tasks.spawn(async {});
            yield_now().await;
            assert_eq!(Rc::strong_count(&held), 4);
        });
        assert_eq!((Rc::strong_count(&held), runtime.metrics().tasks), (1, 0));
    });
}

#[test]
fn a_shutdown_drops_every_future_and_empties_the_set() {
    virtually(async || {
        let (log, mut tasks) = (Log::new(), JoinSet::new());
        for n in 0..3 {
            let log = log.clone();
            let note = OnDrop(move || log.add(n));
            tasks.spawn(async move {
                let _note = note;
                pending::<()>().await;
            });
        }
        tasks.spawn(async {});
        yield_now().await;
        tasks.shutdown().await;
        let mut dropped = log.lines();
        dropped.sort();
        assert_eq!((dropped, tasks.len()), (vec![0, 1, 2], 0));
        tasks.spawn(async {}); // it can be used again
        assert!(tasks.join_next().await.unwrap().is_ok());
    });
}

#[test]
fn all_tasks_are_aborted_and_say_so() {
    virtually(async || {
        let mut tasks = JoinSet::new();
        (0..3).for_each(|_| drop(tasks.spawn(pending::<()>())));
        tasks.abort_all();
        while let Some(outcome) = tasks.join_next().await {
            assert!(outcome.unwrap_err().is_cancelled());
        }
    });
}

#[test]
fn every_clone_of_an_abort_handle_aborts_and_none_keeps_the_task() {
    virtually(async || {
        let task = spawn(pending::<()>());
        let handles: Vec<AbortHandle> = vec![task.abort_handle(); 3];
        drop(task.abort_handle());
        yield_now().await;
        assert!(!handles[0].is_finished());
        handles[1].abort();
        assert!(handles[2].is_finished() && task.is_finished());
        assert!(task.await.unwrap_err().is_cancelled());
        handles[0].abort();
    });
}

#[test]
fn an_abort_handle_whose_task_is_gone_aborts_no_other() {
    promptly("the tasks", || {
        let runtime = Runtime::new();
        let mut task = runtime.spawn(async {});
        let (stale, stop) = (
            task.abort_handle(),
            runtime.spawn(pending::<()>()).abort_handle(),
        );
        runtime.block_on(&mut task).unwrap();
        let taken = task.abort_handle();
        // One of them is in the place of the first, another in that of `block_on`.
        let next = [(); 2].map(|()| runtime.spawn(yield_now()));
        stale.abort();
        taken.abort();
        assert!(stale.is_finished() && taken.is_finished());
        for task in next {
            runtime.block_on(task).unwrap();
        }
        settle(&runtime);
        drop(runtime);
        assert!(stop.is_finished());
        stop.abort();
    });
}
