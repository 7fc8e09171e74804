//! What tasks can rely on while `block_on` runs.

use super::super::echo;
use super::super::join::JoinError;
use super::super::net::TcpListener;
use super::super::runtime::{sleep, spawn, yield_now};
use super::{MS, check, later};
use std::{
    cell::RefCell,
    future::{pending, poll_fn},
    net::TcpStream,
    rc::Rc,
    task::Poll,
    time::{Duration, Instant},
};
use testkit::echo::Suite;

#[test]
fn tasks_run_beside_it_and_give_their_results() {
    check("three tasks", |runtime| {
        let results = runtime.block_on(async {
            let tasks = [1, 2, 3].map(|n| {
                spawn(async move {
                    yield_now().await;
                    10 * n
                })
            });
            futures::future::join_all(tasks).await
        });
        assert_eq!(results, [Ok(10), Ok(20), Ok(30)]);
    });
}

#[test]
fn a_task_that_was_spawned_before_runs_too() {
    check("a task that was spawned before block_on", |runtime| {
        let task = runtime.spawn(async { 7 });
        assert_eq!(runtime.block_on(task), Ok(7));
    });
}

#[test]
fn sleeps_end_in_their_order_and_never_early() {
    check("three sleeps", |runtime| {
        let order = Rc::new(RefCell::new(Vec::new()));
        let begin = Instant::now();
        runtime.block_on(async {
            let naps = [30, 10, 20].map(|ms| {
                let (nap, order) = (sleep(ms * MS), order.clone()); // the deadline is settled here
                spawn(async move {
                    nap.await;
                    assert!(begin.elapsed() >= ms * MS, "it ended early");
                    order.borrow_mut().push(ms);
                })
            });
            let ended = futures::future::join_all(naps).await;
            assert!(ended.iter().all(Result::is_ok), "{ended:?}");
        });
        assert_eq!(*order.borrow(), [10, 20, 30], "by deadline");
    });
}

#[test]
#[cfg(target_os = "linux")] // only there a thread can be asked how busy it was
fn while_no_task_can_go_on_the_thread_sleeps() {
    check("a sleep of 300 ms", |runtime| {
        let (awake, naps, begin) = (testkit::awake_time(), testkit::naps(), Instant::now());
        runtime.block_on(async { sleep(300 * MS).await });
        let (awake, slept) = (testkit::awake_time() - awake, begin.elapsed());
        let naps = testkit::naps() - naps;
        assert!(
            naps < 10,
            "in a sleep of 300 ms the thread has gone to sleep {naps} times"
        );
        assert!(
            awake < slept * 4 / 5,
            "in a sleep of {slept:?} the thread was busy for {awake:?}"
        );
    });
}

#[test]
fn a_ready_task_does_not_wait_for_the_next_deadline() {
    check("a ready task beside a sleep of a minute", |runtime| {
        runtime.block_on(async {
            let _far = spawn(sleep(60_000 * MS));
            for _ in 0..1000 {
                yield_now().await;
            }
        });
    });
}

#[test]
fn a_wake_from_another_thread_ends_the_sleep() {
    check("a task that another thread wakes", |runtime| {
        for _ in 0..20 {
            let task = runtime.spawn(later());
            assert_eq!(runtime.block_on(task), Ok(Ok(42)));
        }
    });
}

#[test]
fn a_task_that_always_wakes_itself_starves_neither_timers_nor_sockets() {
    check(
        "a timer and a socket beside a task that always wakes itself",
        |runtime| {
            runtime.block_on(async {
                let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
                let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
                spawn(poll_fn(|context| -> Poll<()> {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }));
                sleep(5 * MS).await;
                listener.accept().await.unwrap();
            });
        },
    );
}

#[test]
fn a_panic_in_one_task_ends_no_other() {
    check("the task beside one that panics", |runtime| {
        runtime.block_on(async {
            let bad = spawn(async { panic!("the milk is sour") });
            let good = spawn(async {
                yield_now().await;
                7
            });
            let bad: Result<(), _> = bad.await;
            assert_eq!(bad, Err(JoinError::Panicked("the milk is sour".into())));
            assert_eq!(good.await, Ok(7));
        });
    });
}

#[test]
fn an_aborted_task_drops_what_it_holds() {
    check("the end of an aborted task", |runtime| {
        let held = Rc::new(());
        let holds = held.clone();
        runtime.block_on(async {
            let task = spawn(async move {
                let _holds = holds;
                sleep(60_000 * MS).await
            });
            yield_now().await;
            task.abort();
            assert_eq!(task.await, Err(JoinError::Cancelled));
        });
        assert_eq!(Rc::strong_count(&held), 1, "owners of what the task held");
    });
}

#[test]
fn tasks_that_have_not_ended_are_dropped_with_the_runtime() {
    check("the end of the runtime", |runtime| {
        let held = Rc::new(());
        let holds = held.clone();
        let task = runtime.spawn(async move {
            let _holds = holds;
            pending::<()>().await
        });
        runtime.block_on(yield_now());
        drop(runtime);
        assert_eq!(Rc::strong_count(&held), 1, "owners of what the task held");
        assert!(task.is_finished());
    });
}

#[test]
fn it_serves_the_echo_suite() {
    Suite::new("your runtime", echo::serve).run();
}
